// A large, deep tree costs nobody who looks at little of it, or at what does not change.
#include <algorithm>
#include <set>

#include "authority/scene.h"

using namespace scene;

namespace {

// Resellers six deep below a partner, each with customers, and many of them on the eighth level below the operator.
struct Deep {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    AccountId partner = scene.add(staff, scene.root, AccountKind::partner, "Partner");
    AccountId upper = scene.add(staff, partner, AccountKind::reseller, "Reseller");
    AccountId lowest = upper;
    AccountId customer;

    Deep() {
        scene.authority->start();
        for (int level = 3; level <= 7; ++level) {
            bring_customers(lowest, 10);
            lowest = scene.add(staff, lowest, AccountKind::reseller, "Reseller");
        }
        customer = bring_customers(lowest, 300);
    }
    AccountId bring_customers(AccountId parent, int count) {
        ImportAccounts import;
        for (int at = 0; at < count; ++at) {
            ImportRow row;
            row.id = scene.fresh<AccountId>();
            row.name = "Customer " + std::to_string(at);
            import.rows.push_back(row);
        }
        REQUIRE(scene.run(staff, parent, import) == std::nullopt);
        return import.rows.back().id;
    }
    // All that there is for its reader, what is empty yet too.
    std::vector<Scope> readable() {
        std::set<Scope> all;
        for (const auto& [scope, rows] : scene.database.rows().scopes()) {
            all.insert(scope);
            rows.each<AccountRow>([&](const AccountRow& row) {
                all.insert(people_of(row.id));
                all.insert(activity_scope(row.id, utc_month(scene.clock.now())));
            });
        }
        std::vector<Scope> held;
        const std::vector<Scope> wanted(all.begin(), all.end());
        const Pulled pulled = scene.pull(staff, wanted);
        REQUIRE_FALSE(pulled.more);
        for (const PulledScope& one : pulled.scopes) {
            if (one.answer == ScopeAnswer::whole) held.push_back(one.scope);
        }
        return held;
    }
};

using Lines = std::vector<std::string>;

std::string coming(const Scope& scope, const Row& row) { return to_string(scope) + " + " + encode(row); }
std::string going(const Scope& scope, std::size_t type, const Id& id) {
    return to_string(scope) + " - " + std::string(row_type_name(type)) + " " + to_string(id);
}

// What makes the one of the other, in `held`.
Lines difference(const RowSet& before, const RowSet& after, const std::vector<Scope>& held) {
    Lines lines;
    for (const Scope& scope : held) {
        const ScopeRows none;
        const ScopeRows& old = before.scope(scope) ? *before.scope(scope) : none;
        const ScopeRows& now = after.scope(scope) ? *after.scope(scope) : none;
        now.each_row([&](const auto& row) {
            const auto* was = old.find<std::decay_t<decltype(row)>>(row.id);
            if (!was || !(*was == row)) lines.push_back(coming(scope, row));
        });
        old.each_row([&](const auto& row) {
            using R = std::decay_t<decltype(row)>;
            if (!now.find<R>(row.id)) lines.push_back(going(scope, row_type<R>, row.id));
        });
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

Lines sent(const Pulled& pulled) {
    Lines lines;
    for (const PulledScope& one : pulled.scopes) {
        CHECK(one.answer == ScopeAnswer::changes);
        CHECK(one.rows.size() + one.deleted.size() > 0);
        for (const Row& row : one.rows) lines.push_back(coming(one.scope, row));
        for (const RowName& row : one.deleted) lines.push_back(going(one.scope, row.type, row.id));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

}  // namespace

TEST_CASE("a pull after one change sends the rows that changed and nothing else, however much is held") {
    Deep deep;
    Scene& scene = deep.scene;
    const std::vector<Scope> all = deep.readable();
    REQUIRE(all.size() > 1000);
    const std::vector<Scope> lists = [&] {
        std::vector<Scope> some = all;
        std::erase_if(some, [](const Scope& scope) { return scope.kind != ScopeKind::children; });
        return some;
    }();
    const std::vector<Scope> one = {children_of(deep.lowest)};
    const auto cookie = scene.pull(deep.staff, {}).cookie;
    const RowSet before = copy_of(scene.database.rows());

    struct Change {
        const char* what;
        AccountId account;
        Command command;
        std::size_t rows;  // of all that is held
    };
    EditAccount rename;
    rename.name = Edit{"Customer 299", "Initech"};
    AddAccount add;
    add.id = scene.fresh<AccountId>();
    add.name = "Globex";
    InviteAdministrator invite{scene.fresh<InvitationId>(), "mary@initech.example", Role::viewer};
    CreateFederation found{scene.fresh<FederationId>(), scene.fresh<MembershipId>(), scene.fresh<AccessCodeId>(),
                           "Harbour"};
    const Change change = GENERATE_REF(
        Change{"rename an account on the last level", deep.customer, rename, 3},
        Change{"suspend a reseller that is above all", deep.upper, SuspendAccount{}, 4},
        Change{"add an account on the last level", deep.lowest, add, 2},
        Change{"invite", deep.customer, invite, 2}, Change{"found a federation", deep.customer, found, 4},
        Change{"move an account up", deep.customer, MoveAccount{deep.partner}, 4});
    INFO(change.what);
    REQUIRE(scene.run(deep.staff, change.account, change.command) == std::nullopt);

    const Lines expected = difference(before, scene.database.rows(), all);
    CHECK(expected.size() == change.rows);
    CHECK(sent(scene.pull(deep.staff, {}, all, cookie)) == expected);
    for (const auto* held : {&lists, &one}) {
        const Lines fewer = difference(before, scene.database.rows(), *held);
        CHECK(sent(scene.pull(deep.staff, {}, *held, cookie)) == fewer);
    }
    const Pulled pulled = scene.pull(deep.staff, {}, all, cookie);
    CHECK(scene.pull(deep.staff, {}, all, pulled.cookie).scopes.empty());
}
