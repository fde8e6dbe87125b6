// The order of the sub accounts, against one that is made plainly and at once.
#include <algorithm>
#include <random>

#include "catch.h"
#include "domain/folding.h"
#include "ui/account_list.h"

using namespace parasol;

namespace {

const AccountId base(Id{1, 1});

struct World {
    RowSet rows;
    AccountTree tree;
    std::uint64_t version = 1;
    AccountList list;

    void put(const AccountIndexRow& row) {
        const ScopeRows* scope = rows.scope(children_of(base));
        const AccountIndexRow* before = scope ? scope->find<AccountIndexRow>(row.id) : nullptr;
        tree.change(before, &row);
        rows.put(children_of(base), row);
        ++version;
    }
    void erase(AccountId id) {
        tree.change(rows.scope(children_of(base))->find<AccountIndexRow>(id), nullptr);
        rows.erase(children_of(base), row_type<AccountIndexRow>, id);
        ++version;
    }
    View view() const { return {rows, tree, PersonId{}, 0}; }
    // One look at the clock each, which says that time is up.
    bool step(const AccountQuery& query) {
        return list.update(view(), version, query, false, 0, [] { return 0.0; });
    }
};

std::string lowered(std::string text) {
    for (char& symbol : text) symbol = symbol >= 'A' && symbol <= 'Z' ? static_cast<char>(symbol + 32) : symbol;
    return text;
}

std::vector<AccountId> plainly(const World& world, const AccountQuery& query) {
    std::vector<AccountIndexRow> rows;
    world.view().each_child(base, [&](const AccountIndexRow& row) { rows.push_back(row); });
    std::sort(rows.begin(), rows.end(), [](const AccountIndexRow& a, const AccountIndexRow& b) {
        return std::pair(lowered(a.name), a.id) < std::pair(lowered(b.name), b.id);
    });
    const auto value = [&](const AccountIndexRow& row) -> std::pair<std::int64_t, std::string> {
        switch (query.sort) {
            case AccountColumn::name: return {0, {}};
            case AccountColumn::kind: return {static_cast<std::int64_t>(row.kind), {}};
            case AccountColumn::number: return {0, row.number};
            case AccountColumn::state: return {static_cast<std::int64_t>(row.state), {}};
            case AccountColumn::accounts: return {world.view().below(row.id).accounts, {}};
            case AccountColumn::users: return {row.users, {}};
            case AccountColumn::requests: return {row.open_requests, {}};
        }
        return {};
    };
    if (query.sort == AccountColumn::name && query.descending) std::reverse(rows.begin(), rows.end());
    std::stable_sort(rows.begin(), rows.end(), [&](const AccountIndexRow& a, const AccountIndexRow& b) {
        return query.descending ? value(b) < value(a) : value(a) < value(b);
    });
    std::vector<AccountId> order;
    for (const AccountIndexRow& row : rows) {
        if (query.without_administrator && (row.administrators != 0 || row.state == AccountState::closed)) continue;
        if (query.in_federation && row.federation.is_none()) continue;
        const std::string part = folded(query.search);
        if (folded(row.name).find(part) == std::string::npos && folded(row.number).find(part) == std::string::npos &&
            folded(row.third_party_reference).find(part) == std::string::npos) {
            continue;
        }
        order.push_back(row.id);
    }
    return order;
}

AccountIndexRow random_row(std::mt19937& random, std::uint64_t low) {
    static constexpr const char* names[] = {"Acme", "acme", "Globex Corporation of the North", "",
                                            "Globex Corporation of the South", "Äther", "Zeta", "zeta 2"};
    const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
    AccountIndexRow row;
    row.id = AccountId(Id{7, low});
    row.parent = base;
    row.kind = below(3) == 0 ? AccountKind::reseller : AccountKind::customer;
    row.state = below(5) == 0 ? AccountState::suspended : below(9) == 0 ? AccountState::closed : AccountState::active;
    row.name = names[below(8)] + std::to_string(below(200));
    row.number = below(9) == 0 ? "" : "3000" + std::to_string(10000 + below(90000));
    if (below(3) == 0) row.third_party_reference = "Ref " + std::to_string(below(50));
    row.users = below(4);
    row.open_requests = below(10) == 0 ? below(3) : 0;
    row.administrators = below(3);
    if (below(4) == 0) row.federation = FederationId(Id{8, 1});
    return row;
}

}  // namespace

TEST_CASE("while rows come part by part they are listed now and then, and at last all of them") {
    World world;
    AccountQuery query;
    query.base = base;
    double now = 0;
    const auto look = [&](bool filling) {
        while (world.list.update(world.view(), world.version, query, filling, 0, [&] { return now; })) {}
    };
    AccountIndexRow row;
    const auto come = [&](int more) {
        for (; more > 0; --more) {
            row.id.low += 1;
            world.put(row);
        }
    };
    row.parent = base;
    row.id.high = 9;
    come(10);
    look(true);
    CHECK(world.list.order().size() == 10);
    come(10);
    now = AccountList::while_filling_ms - 1;
    look(true);
    CHECK(world.list.order().size() == 10);
    CHECK(world.list.is_behind(world.version));
    now = AccountList::while_filling_ms;
    look(true);
    CHECK(world.list.order().size() == 20);
    CHECK_FALSE(world.list.is_behind(world.version));
    come(10);
    SECTION("what somebody asks for does not wait") {
        query.descending = true;
        look(true);
    }
    SECTION("nor does the last part") { look(false); }
    CHECK(world.list.order().size() == 30);
}

TEST_CASE("accounts are sorted and filtered as asked, whatever changes while they are") {
    const unsigned seed = GENERATE(range(1u, 9u));
    CAPTURE(seed);
    std::mt19937 random(seed);
    World world;
    // Several slices of rows, and the edges.
    const std::uint64_t counts[] = {0, 1, 2047, 2048, 2049, 5000, 9000, 4096};
    const std::uint64_t count = counts[(seed - 1) % 8];
    for (std::uint64_t low = 1; low <= count; ++low) world.put(random_row(random, low));
    world.rows.put(children_of(base), random_row(random, count + 1));
    world.erase(AccountId(Id{7, count + 1}));  // the scope is there, also where it is empty
    AccountQuery query;
    query.base = base;
    static constexpr const char* searches[] = {"", "", "acme", "300", "REF 1", "of the n", "nothing", "Ä", "03000"};
    for (int round = 0; round < 80; ++round) {
        switch (random() % 8) {
            case 7: query.in_federation = !query.in_federation; break;
            case 0: query.search = searches[random() % 9]; break;
            case 1: query.sort = static_cast<AccountColumn>(random() % 7); break;
            case 2: query.descending = !query.descending; break;
            case 3: query.without_administrator = !query.without_administrator; break;
            case 4: world.put(random_row(random, 1 + random() % (count + 10))); break;
            case 5:
                if (const auto& order = world.list.order(); !order.empty()) {
                    const AccountId gone = order[random() % order.size()];
                    if (world.view().index_row(gone)) world.erase(gone);
                }
                break;
            default:
                // The same name, so that the order of the names stays as it was.
                if (const AccountIndexRow* row = world.view().index_row(AccountId(Id{7, 1 + random() % (count + 1)}))) {
                    AccountIndexRow changed = random_row(random, row->id.low);
                    changed.name = row->name;
                    world.put(changed);
                }
        }
        // Now and then something else is asked for before this has been done.
        for (auto steps = random() % 25; steps > 0 && world.step(query); --steps) continue;
        if (random() % 2 == 0) continue;
        while (world.step(query)) continue;
        REQUIRE(world.list.order() == plainly(world, query));
        REQUIRE(world.list.total() == world.view().child_count(base));
        for (std::size_t at = 0; at < world.list.order().size(); at += 97) {
            REQUIRE(world.list.index_of(world.list.order()[at].low) == static_cast<int>(at));
        }
    }
}

TEST_CASE("the last order stays on screen until the next is complete") {
    World world;
    std::mt19937 random(1);
    for (std::uint64_t low = 1; low <= 5000; ++low) world.put(random_row(random, low));
    AccountQuery query;
    query.base = base;
    CHECK_FALSE(world.list.complete());
    while (world.step(query)) continue;
    const std::vector<AccountId> first = world.list.order();
    query.sort = AccountColumn::users;
    int slices = 0;
    while (world.step(query) && world.list.order() == first) ++slices;
    CHECK(slices > 3);
    const std::vector<AccountId> second = world.list.order();
    while (world.step(query)) continue;
    CHECK(world.list.order() == second);
}
