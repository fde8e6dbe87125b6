#include "domain/permissions.h"

#include <tuple>

#include "catch.h"
#include "domain/world.h"

using namespace parasol;
using world::World;

namespace {

Access access(World& w, PersonId person, AccountId home, Via via, AccountId account,
              Permission permission = Permission::see) {
    Work work(w.rows);
    return access_by_path(work, person, home, via, account, permission, w.now);
}

// North's owner administers the federation of Ash, whose member Moor lets its administrators do everything: for so
// long, or for good (0).
struct Seated {
    explicit Seated(Duration life) {
        w.must(w.as(w.staff, moor), SetLimit{trees.id, member, Limit::full, life == 0 ? 0 : w.now + life});
        w.must(w.as(norman, ash),
               NameFederationAdministrator{trees.id, w.fresh<FederationAdministratorId>(), norman, north});
    }
    World w;
    AccountId north = w.partner("North");
    AccountId ash = w.customer(north, "Ash");
    AccountId moor = w.reseller(north, "Moor");
    PersonId norman = w.person(north, Role::account_owner, "Norman");
    World::Made trees = w.federation(ash);
    MembershipId member = w.bring_in(moor, trees);
};

}  // namespace

TEST_CASE("The table of roles is the product's") {
    struct Line {
        Permission permission;
        bool owner, billing, service, viewer;
    };
    for (const Line& line : {Line{Permission::see, true, true, true, true},
                             Line{Permission::see_money, true, true, false, false},
                             Line{Permission::manage, true, false, false, false},
                             Line{Permission::manage_money, true, true, false, false},
                             Line{Permission::manage_services, true, false, true, false}}) {
        CAPTURE(static_cast<int>(line.permission));
        CHECK(permits(Role::account_owner, line.permission) == line.owner);
        CHECK(permits(Role::billing_administrator, line.permission) == line.billing);
        CHECK(permits(Role::service_administrator, line.permission) == line.service);
        CHECK(permits(Role::viewer, line.permission) == line.viewer);
    }
}

TEST_CASE("Only the stated path counts") {
    World w;
    const AccountId north = w.partner("North");
    const AccountId moor = w.reseller(north, "Moor");
    const AccountId elm = w.customer(moor, "Elm");
    const AccountId south = w.partner("South");
    const PersonId norman = w.person(north, Role::account_owner, "Norman");
    const PersonId ella = w.person(elm, Role::viewer, "Ella");
    w.appoint(norman, elm, Role::viewer);

    CHECK(access(w, norman, north, Via::own, north, Permission::manage) == Access::allowed);
    CHECK(access(w, norman, north, Via::parent, moor, Permission::manage) == Access::allowed);
    CHECK(access(w, norman, north, Via::parent, elm, Permission::manage) == Access::allowed);
    // He also has a grant on elm; by it he may less, and it is the one that he named.
    CHECK(access(w, norman, elm, Via::own, elm, Permission::manage) == Access::not_allowed);
    CHECK(access(w, norman, elm, Via::own, elm, Permission::see) == Access::allowed);

    CHECK(access(w, norman, north, Via::own, elm) == Access::not_found);       // own is home itself
    CHECK(access(w, norman, north, Via::parent, north) == Access::not_found);  // parent is strictly below
    CHECK(access(w, norman, moor, Via::parent, elm) == Access::not_found);     // no grant on that home
    CHECK(access(w, norman, north, Via::parent, south) == Access::not_found);  // sideways
    CHECK(access(w, norman, north, Via::parent, w.root) == Access::not_found);
    CHECK(access(w, ella, elm, Via::parent, moor) == Access::not_found);  // up
    CHECK(access(w, ella, elm, Via::own, elm) == Access::allowed);
    CHECK(access(w, ella, elm, Via::own, elm, Permission::manage) == Access::not_allowed);
    CHECK(access(w, ella, elm, Via::federation, elm) == Access::not_found);
    CHECK(access(w, norman, north, Via::federation, elm) == Access::not_found);
    CHECK(access(w, w.staff, w.root, Via::parent, elm, Permission::manage) == Access::allowed);
    CHECK(access(w, PersonId(), north, Via::own, north) == Access::not_found);
    w.rows.hold(person_scope(PersonId(Id{7, 7})));
    CHECK(access(w, PersonId(Id{7, 7}), north, Via::own, north) == Access::not_found);

    const AccountId nowhere(Id{9, 9});
    w.rows.hold(account_scope(nowhere));
    CHECK(access(w, norman, north, Via::parent, nowhere) == Access::not_found);
}

TEST_CASE("A path that names nobody or nothing reaches nothing, and nothing need be held to say so") {
    World w;
    const PersonId stranger(Id{7, 7});
    for (const Via via : {Via::own, Via::parent, Via::federation}) {
        for (const auto& [person, home, account] : {std::tuple(PersonId(), w.root, w.root),
                                                    {stranger, AccountId(), w.root},
                                                    {stranger, w.root, AccountId()},
                                                    {stranger, AccountId(), AccountId()}}) {
            CAPTURE(static_cast<int>(via), home.is_none(), account.is_none());
            Work work(w.rows);
            CHECK(access_by_path(work, person, home, via, account, Permission::see, w.now) == Access::not_found);
            CHECK(work.missed().empty());
        }
    }
}

TEST_CASE("What is not held makes a path unknown, unless something else decides it") {
    World w;
    const AccountId north = w.partner("North");
    const AccountId elm = w.customer(north, "Elm");
    const PersonId norman = w.person(north, Role::account_owner, "Norman");
    const PersonId ella = w.person(elm, Role::viewer, "Ella");

    SECTION("the account itself") {
        w.rows.drop(account_scope(elm));
        Work work(w.rows);
        CHECK(access_by_path(work, norman, north, Via::parent, elm, Permission::see, w.now) ==
              Access::unknown);
        CHECK(work.missed() == std::vector<Scope>{account_scope(elm)});
    }
    SECTION("an account without any grant on the home needs no tree") {
        w.rows.drop(account_scope(elm));
        Work work(w.rows);
        CHECK(access_by_path(work, ella, north, Via::parent, elm, Permission::see, w.now) ==
              Access::not_found);
        CHECK(work.missed().empty());
    }
    SECTION("the person: reads on to name what else is missing") {
        w.rows.drop(person_scope(norman));
        w.rows.drop(account_scope(elm));
        Work work(w.rows);
        CHECK(access_by_path(work, norman, north, Via::parent, elm, Permission::see, w.now) ==
              Access::unknown);
        CHECK(work.missed() == std::vector<Scope>{person_scope(norman), account_scope(elm)});
    }
    SECTION("above the home nothing need be known") {
        w.rows.drop(account_scope(w.root));
        w.rows.drop(standing_of(w.root));
        Work work(w.rows);
        CHECK(access_by_path(work, norman, north, Via::parent, elm, Permission::see, w.now) ==
              Access::allowed);
    }
}

TEST_CASE("Through a federation a path is unknown without its members, without a member's tree or its limit") {
    Seated s(0);
    REQUIRE(access(s.w, s.norman, s.north, Via::federation, s.moor, Permission::manage) == Access::allowed);

    std::vector<Scope> without;
    SECTION("its members") { without = {federation_scope(s.trees.id)}; }
    SECTION("the member's tree") { without = {account_scope(s.moor), standing_of(s.moor)}; }
    SECTION("what the member says of its limit, and what the owner is told of it") {
        without = {account_scope(s.moor), federation_owner_scope(s.trees.id)};
    }
    for (const Scope& scope : without) s.w.rows.drop(scope);
    Work work(s.w.rows);
    const Instant now = s.w.now;
    CHECK(access_by_path(work, s.norman, s.north, Via::federation, s.moor, Permission::manage, now) ==
          Access::unknown);
    CHECK_FALSE(work.missed().empty());
    // Nor is it refused yet, whatever the command: not as excepted, and not as what is not there.
    for (const Command& command : {Command(EditAccount{}), Command(SetLimit{}), Command(CloseAccount{})}) {
        CHECK(refusal_of_path(work, s.norman, s.north, Via::federation, s.moor, *needs_of(command), now) ==
              std::nullopt);
    }
}

TEST_CASE("A limit that has run out or is not written is paused, by the member's own row and by the owner's copy") {
    Seated s(one_day);
    const Scope copies = federation_owner_scope(s.trees.id);
    bool by_copy = false, written = true;
    SECTION("as the member itself knows it") {}
    SECTION("as the owner is told") { by_copy = true; }
    SECTION("not written at the member") { written = false; }
    SECTION("not written at the owner") { by_copy = true, written = false; }
    // The tree is known by moor's standing.
    if (by_copy || !written) s.w.rows.drop(account_scope(s.moor));
    if (by_copy && !written) s.w.rows.drop(copies);
    if (!written) s.w.rows.hold(by_copy ? copies : account_scope(s.moor));
    const auto sees = [&] { return access(s.w, s.norman, s.north, Via::federation, s.moor); };
    CHECK(sees() == (written ? Access::allowed : Access::beyond_limit));
    s.w.now += one_day;  // and no tick has been
    CHECK(sees() == Access::beyond_limit);
}

TEST_CASE("The chain upwards comes from accounts or from standings") {
    World w;
    const AccountId north = w.partner("North");
    const AccountId moor = w.reseller(north, "Moor");
    const AccountId elm = w.customer(moor, "Elm");
    const std::vector<AccountId> whole = {elm, moor, north, w.root};
    {
        Work work(w.rows);
        const Ancestry ancestry = ancestry_of(work, elm);
        CHECK(ancestry.chain == whole);
        CHECK(ancestry.complete);
        CHECK_FALSE(ancestry.suspended);
    }
    w.suspend(north);
    for (const AccountId above : {moor, north, w.root}) w.rows.drop(account_scope(above));
    {
        Work work(w.rows);
        const Ancestry ancestry = ancestry_of(work, elm);
        CHECK(ancestry.chain == whole);
        CHECK(ancestry.complete);
        CHECK(ancestry.suspended);
        CHECK(work.missed().empty());
    }
    w.rows.drop(standing_of(north));
    {
        Work work(w.rows);
        const Ancestry ancestry = ancestry_of(work, elm);
        CHECK(ancestry.chain == std::vector<AccountId>{elm, moor, north});
        CHECK(ancestry.unknown());
        CHECK(work.missed() == std::vector<Scope>{standing_of(north)});
    }
}

TEST_CASE("Suspending and resuming need a grant above; the rest follows the table") {
    CHECK(needs_of(SuspendAccount{})->grant_above);
    CHECK(needs_of(CloseAccount{})->grant_above);
    CHECK(needs_of(MoveAccount{})->grant_above);
    CHECK(needs_of(ResumeAccount{})->grant_above);
    CHECK_FALSE(needs_of(AddAccount{})->grant_above);
    CHECK(needs_of(EditAccount{})->permission == Permission::manage);
    CHECK(needs_of(Join{})->permission == Permission::manage);
    CHECK(needs_of(AcceptInvitation{}) == std::nullopt);
    CHECK(needs_of(EndDue{}) == std::nullopt);
    CHECK(needs_of(RegisterPerson{}) == std::nullopt);
}
