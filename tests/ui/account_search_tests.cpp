// What "Search" finds, against a search that looks at everything plainly and at once.
#include "ui/account_search.h"

#include <algorithm>
#include <random>
#include <set>

#include "catch.h"
#include "domain/folding.h"

using namespace parasol;

namespace {

const PersonId person(Id{9, 9});
const AccountId top(Id{1, 1});

struct World {
    RowSet rows;
    AccountTree tree;
    std::uint64_t version = 1;
    AccountSearch search;

    World() {
        HeldGrantRow grant;
        grant.id = GrantId(Id{8, 8});
        grant.account = top;
        grant.account_kind = AccountKind::partner;
        rows.put(person_scope(person), grant);
        AccountRow account;
        account.id = top;
        account.kind = AccountKind::partner;
        account.name = "Westcoast Cloud";
        account.number = "300000001";
        rows.put(account_scope(top), account);
    }
    AccountId add(AccountId base, std::uint64_t low, const std::string& name, const std::string& number = {},
                  const std::string& reference = {}, AccountKind kind = AccountKind::customer) {
        AccountIndexRow row;
        row.id = AccountId(Id{2, low});
        row.parent = base;
        row.kind = kind;
        row.name = name;
        row.number = number;
        row.third_party_reference = reference;
        tree.change(nullptr, &row);
        rows.put(children_of(base), row);
        ++version;
        return row.id;
    }
    View view() const { return {rows, tree, person, 0}; }
    std::vector<AccountId> find(std::string_view typed) {
        while (search.update(view(), version, typed, 0, [] { return 0.0; })) {}
        REQUIRE(search.answered());
        return search.found();
    }
};

}  // namespace

TEST_CASE("search: by name, number and reference, words in any order, in the whole tree and one's own accounts") {
    World world;
    const AccountId reseller = world.add(top, 1, "Harbour Marine & Sons", "300000002", "R-77", AccountKind::reseller);
    const AccountId cafe = world.add(reseller, 2, "Beacon Café", "300000003");
    const AccountId other = world.add(top, 3, "Blue Harbour", "300000004", "300000003");
    CHECK(world.find("beacon") == std::vector{cafe});
    CHECK(world.find("CAFE bea") == std::vector{cafe});
    CHECK(world.find("harb") == std::vector{reseller, other});
    CHECK(world.find("  sons harbour ") == std::vector{reseller});
    CHECK(world.find("r-77") == std::vector{reseller});
    CHECK(world.find("300000003") == std::vector{cafe, other});
    CHECK(world.find("westcoast") == std::vector{top});
    CHECK(world.find("nobody").empty());
    CHECK(world.find("").empty());
    CHECK(world.find("   ").empty());
    CHECK(world.search.searched() == 4);
}

TEST_CASE("search: the very one first, then names that begin so, then words that do, then the rest") {
    World world;
    const AccountId inside = world.add(top, 1, "Superacme");
    const AccountId word = world.add(top, 2, "New Acme Ltd");
    const AccountId begins = world.add(top, 3, "Acme Bakery");
    const AccountId reference = world.add(top, 4, "Zed", "300000009", "acme");
    const AccountId exact = world.add(top, 5, "ACME");
    CHECK(world.find("acme") == std::vector{exact, reference, begins, word, inside});
}

TEST_CASE("search: what has come or gone is found or not, also in the middle of it") {
    World world;
    for (std::uint64_t at = 1; at <= 5000; ++at) world.add(top, at, "Shop " + std::to_string(at));
    CHECK(world.search.update(world.view(), world.version, "shop 4999", 0, [] { return 0.0; }));
    const AccountId late = world.add(top, 9001, "Shop 49990");
    CHECK(world.find("shop 4999") == std::vector{AccountId(Id{2, 4999}), late});
    world.find("shop");
    CHECK(world.search.found().size() == AccountSearch::most_shown);
    CHECK(world.search.count() == 5001);
}

TEST_CASE("search: as a plain one finds") {
    std::mt19937 random(7);
    World world;
    static constexpr const char* words[] = {"Acme", "Änderung", "Harbour", "of", "& Co", "Αθήνα", "12", "300"};
    std::vector<std::pair<std::string, AccountId>> all = {{folded("Westcoast Cloud") + '\0' + "300000001" + '\0', top}};
    for (std::uint64_t at = 1; at <= 3000; ++at) {
        std::string name;
        for (int word = 0; word < 3; ++word) name += std::string(words[random() % 8]) + " ";
        const std::string number = std::to_string(300000000 + random() % 5000);
        const std::string reference = random() % 3 == 0 ? "ref " + std::to_string(random() % 100) : "";
        const AccountId id = world.add(top, at, name, number, reference);
        all.emplace_back(folded(name) + '\0' + number + '\0' + reference, id);
    }
    for (const std::string typed : {"acme", "a", "300 12", "ref 7", "harbour acme", "co ander", "αθηνα", "zz"}) {
        std::size_t matching = 0;
        for (const auto& [text, id] : all) {
            bool every = true;
            for (std::size_t at = 0; at < typed.size();) {
                const std::size_t end = std::min(typed.find(' ', at), typed.size());
                every = every && text.find(folded(typed.substr(at, end - at))) != std::string::npos;
                at = end + 1;
            }
            matching += every;
        }
        CAPTURE(typed);
        const auto found = world.find(typed);
        CHECK(world.search.count() == matching);
        CHECK(found.size() == std::min(matching, AccountSearch::most_shown));
        CHECK(std::set<Id>(found.begin(), found.end()).size() == found.size());
    }
}
