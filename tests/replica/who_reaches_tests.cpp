// Who can see an account, by which links, and what of it a reader may know.
#include <map>

#include "catch.h"
#include "replica/reach.h"
#include "replica/shown_rows.h"

using namespace parasol;

namespace {

constexpr Instant now = 10 * one_day;

AccountId account(std::uint64_t number) { return AccountId(Id{1, number}); }
PersonId person(std::uint64_t number) { return PersonId(Id{2, number}); }

const AccountId root = account(1), partner = account(2), reseller = account(3), acme = account(4), owner = account(5);
const FederationId federation{Id{3, 1}};
const MembershipId membership{Id{5, 1}};

// root > partner > reseller > acme, a member of the federation of `owner`. The reader is person 1.
struct Ground {
    ShownRows shown;
    std::map<Id, std::vector<Row>> people;
    std::vector<Row> held{PersonRow{person(1), "Reader", "reader@example.com"}};
    std::uint64_t next = 0;

    Ground() {
        place(root, {}, AccountKind::operator_);
        place(partner, root, AccountKind::partner);
        place(reseller, partner, AccountKind::reseller);
        FederationRow row;
        row.id = federation;
        row.name = "Umbrella";
        row.owner = owner;
        whole(federation_scope(federation), {row});
        join(MembershipState::active, false);
    }
    void whole(const Scope& scope, std::vector<Row> rows) {
        shown.apply_confirmed({{scope, ScopeAnswer::whole, std::move(rows), {}}});
    }
    void place(AccountId id, AccountId parent, AccountKind kind, AccountState state = AccountState::active) {
        whole(standing_of(id), {StandingRow{id, parent, kind, state}});
        whole(face_of(id), {FaceRow{id, "Account " + std::to_string(id.low)}});
    }
    // Acme's own rows, with its membership and limit.
    void join(MembershipState state, bool owns, std::optional<Limit> limit = Limit::full, Instant until = 0) {
        AccountRow row;
        row.id = acme;
        row.parent = reseller;
        row.name = "Acme";
        OwnMembershipRow own;
        own.id = membership;
        own.federation = federation;
        own.owner = owns;
        own.state = state;
        LimitRow of;
        of.id = membership;
        of.until = until;
        of.limit = limit.value_or(Limit::paused);
        std::vector<Row> rows = {row, own};
        if (limit) rows.emplace_back(of);
        whole(account_scope(acme), std::move(rows));
    }
    GrantRow give(AccountId on, PersonId to, Role role, const std::string& name) {
        GrantRow grant;
        grant.id = GrantId(Id{4, ++next});
        grant.account = on;
        grant.person = to;
        grant.role = role;
        grant.person_name = name;
        grant.person_email = name + "@example.com";
        people[on].emplace_back(grant);
        whole(people_of(on), people[on]);
        if (to == person(1)) held.emplace_back(HeldGrantRow{grant.id, on, AccountKind::partner, role});
        whole(person_scope(person(1)), held);
        return grant;
    }
    void seat(std::uint64_t number, PersonId who, const std::string& name, Instant ended = 0) {
        FederationAdministratorRow row;
        row.id = FederationAdministratorId(Id{6, number});
        row.federation = federation;
        row.person = who;
        row.person_name = name;
        row.ended = ended;
        shown.apply_confirmed({{federation_scope(federation), ScopeAnswer::changes, {row}, {}}});
    }
    View view() const { return View(shown.rows(), shown.tree(), person(1), now); }
    Reach reach() const { return reach_of(view(), acme); }
    // "Ann: own 4, parent 2; Bob: federation 5"
    std::string said() const {
        std::string text;
        for (const Reacher& one : reach().people) {
            text += (text.empty() ? "" : "; ") + one.name + ":";
            for (const ReachLink& link : one.links) {
                static const char* const words[] = {"own", "parent", "federation"};
                text += std::string(&link == &one.links.front() ? " " : ", ") +
                        words[static_cast<std::size_t>(link.via)] + " " + std::to_string(link.held_on.low);
            }
        }
        return text;
    }
};

}  // namespace

TEST_CASE("an administrator of an account sees its own and its federation's, and nobody above by name") {
    Ground ground;
    ground.give(acme, person(1), Role::viewer, "Reader");
    ground.give(acme, person(2), Role::account_owner, "Ann");
    ground.seat(1, person(3), "Fred");
    CHECK(ground.said() == "Ann: own 4; Reader: own 4; Fred: federation 5");
    CHECK(ground.reach().complete);
    CHECK(ground.reach().beyond == reseller);
    CHECK(ground.reach().scopes.empty());
    // Also where the rows of those above are held for another reason, as after a grant there has ended.
    ground.whole(people_of(partner), {GrantRow{GrantId(Id{4, 99}), partner, person(9), Role::viewer, "Pat"}});
    CHECK(ground.said() == "Ann: own 4; Reader: own 4; Fred: federation 5");
}

TEST_CASE("a grant above tells who holds one there and in between, the nearest first") {
    Ground ground;
    ground.give(partner, person(1), Role::account_owner, "Reader");
    CHECK(ground.reach().scopes == std::vector<Scope>{people_of(reseller), people_of(partner)});
    CHECK_FALSE(ground.reach().complete);
    ground.whole(people_of(acme), {});
    CHECK_FALSE(ground.reach().complete);
    ground.give(reseller, person(1), Role::viewer, "Reader");
    ground.give(reseller, person(2), Role::viewer, "Ann");
    CHECK(ground.reach().complete);
    CHECK(ground.said() == "Ann: parent 3; Reader: parent 3, parent 2");
    CHECK(ground.reach().beyond == root);
}

TEST_CASE("from the top nothing is beyond") {
    Ground ground;
    ground.give(root, person(1), Role::billing_administrator, "Reader");
    ground.give(acme, person(2), Role::viewer, "Ann");
    ground.whole(people_of(reseller), {});
    ground.whole(people_of(partner), {});
    CHECK(ground.reach().complete);
    CHECK(ground.reach().beyond.is_none());
    CHECK(ground.said() == "Ann: own 4; Reader: parent 1");
}

TEST_CASE("a federation's administrators reach as far as the limit lets them, and not at all where it is paused") {
    Ground ground;
    ground.give(acme, person(1), Role::viewer, "Reader");
    ground.seat(1, person(3), "Fred");
    ground.seat(2, person(4), "Gone", now - one_day);
    for (const Limit limit : {Limit::full, Limit::without_billing, Limit::services_only}) {
        ground.join(MembershipState::active, false, limit, now + one_day);
        REQUIRE(ground.said() == "Reader: own 4; Fred: federation 5");
        const ReachLink link = ground.reach().people.back().links.front();
        CHECK(link.limit == limit);
        CHECK(link.until == now + one_day);
        CHECK(link.seat->id == FederationAdministratorId(Id{6, 1}));
    }
    const std::string alone = "Reader: own 4";
    ground.join(MembershipState::active, false, Limit::paused);
    CHECK(ground.said() == alone);
    ground.join(MembershipState::active, false, Limit::full, now);  // its end has passed
    CHECK(ground.said() == alone);
    ground.join(MembershipState::active, false, std::nullopt);  // not said counts as paused
    CHECK(ground.said() == alone);
    // The owner account has no limit, whatever is written.
    ground.join(MembershipState::active, true, Limit::paused);
    CHECK(ground.said() == "Reader: own 4; Fred: federation 5");
    CHECK(ground.reach().people.back().links.front().limit == Limit::full);
}

TEST_CASE("a former member and a suspended one are reached by nobody through the federation") {
    Ground ground;
    ground.give(acme, person(1), Role::viewer, "Reader");
    ground.seat(1, person(3), "Fred");
    ground.join(MembershipState::left, false);
    CHECK(ground.said() == "Reader: own 4");
    ground.join(MembershipState::active, false);
    ground.place(partner, root, AccountKind::partner, AccountState::suspended);
    CHECK(ground.said() == "Reader: own 4");
    CHECK(ground.reach().complete);
    ground.place(partner, root, AccountKind::partner);
    CHECK(ground.said() == "Reader: own 4; Fred: federation 5");
}

TEST_CASE("who reaches it by several ways is listed once with all of them") {
    Ground ground;
    ground.give(reseller, person(1), Role::account_owner, "Reader");
    ground.give(reseller, person(2), Role::viewer, "Ann");
    ground.give(acme, person(2), Role::billing_administrator, "Ann");
    ground.seat(1, person(2), "Ann");
    ground.seat(2, person(1), "Reader");
    CHECK(ground.said() == "Ann: own 4, parent 3, federation 5; Reader: parent 3, federation 5");
    CHECK(ground.reach().people.front().email == "Ann@example.com");
    // One of them less leaves the others.
    ground.whole(people_of(acme), {});
    CHECK(ground.said() == "Ann: parent 3, federation 5; Reader: parent 3, federation 5");
}

TEST_CASE("through a federation the account's own are seen, and nobody above") {
    Ground ground;
    ground.held.emplace_back(HeldSeatRow{FederationAdministratorId(Id{6, 1}), federation, "Umbrella", owner});
    ground.give(acme, person(2), Role::account_owner, "Ann");
    ground.seat(1, person(1), "Reader");
    CHECK(ground.said() == "Ann: own 4; Reader: federation 5");
    CHECK(ground.reach().beyond == reseller);
    CHECK(ground.reach().scopes.empty());
}

TEST_CASE("what is still on its way is said to be") {
    Ground ground;
    ground.give(acme, person(1), Role::viewer, "Reader");
    CHECK(ground.reach().complete);
    ground.shown.apply_confirmed({{federation_scope(federation), ScopeAnswer::gone, {}, {}}});
    CHECK_FALSE(ground.reach().complete);
}

TEST_CASE("a link is ended by a path that permits it, from home where that does") {
    Ground ground;
    ground.give(root, person(1), Role::account_owner, "Reader");
    ground.give(partner, person(1), Role::viewer, "Reader");
    CHECK(managing_path(ground.view(), reseller, root) == Path{root, Via::parent});
    CHECK(managing_path(ground.view(), partner, partner) == Path{root, Via::parent});
    ground.give(reseller, person(1), Role::account_owner, "Reader");
    CHECK(managing_path(ground.view(), reseller, root) == Path{root, Via::parent});
    CHECK(managing_path(ground.view(), reseller, partner) == Path{reseller, Via::own});
    Ground viewer;
    viewer.give(root, person(1), Role::viewer, "Reader");
    CHECK_FALSE(managing_path(viewer.view(), acme, root));
}

TEST_CASE("who gave a grant is named by the invitation that it was") {
    Ground ground;
    GrantRow grant = ground.give(acme, person(2), Role::viewer, "Ann");
    CHECK(giver_of(ground.view(), grant).empty());
    grant.given_by = person(7);
    CHECK(giver_of(ground.view(), grant).empty());
    InvitationRow invitation;
    invitation.id = InvitationId(Id{7, 1});
    invitation.account = acme;
    invitation.state = InvitationState::accepted;
    invitation.invited_by = person(7);
    invitation.invited_by_name = "Jane";
    ground.whole(people_of(acme), {grant, invitation});
    CHECK(giver_of(ground.view(), grant) == "Jane");
}
