// Every refusal that a command on federations may end with, where the tables of states do not show it
// already: who may, on which account, with what in the fields, and across partners.
#include "catch.h"
#include "domain/federation_world.h"
#include "domain/limits.h"

using namespace federation_tests;

namespace {

CreateFederation creation(FederationWorld& world, const std::string& name = "Trees") {
    return {world.fresh<FederationId>(), world.fresh<MembershipId>(), world.fresh<AccessCodeId>(), name};
}

}  // namespace

TEST_CASE("federations are created from a home of kind operator or partner, on any account below") {
    FederationWorld world;
    // From the operator and from a partner, on base accounts and customers, near and far.
    CHECK(world.give(world.parent(world.staff, world.root, world.direct), creation(world)) == "done");
    CHECK(world.give(world.parent(world.staff, world.root, world.elm), creation(world)) == "done");
    CHECK(world.give(world.own(world.norman, world.north), creation(world)) == "done");
    CHECK(world.give(world.north_on(world.moor), creation(world)) == "done");
    CHECK(world.give(world.north_on(world.ash), creation(world)) == "done");

    const std::string no = "only_operator_and_partners_create";
    CHECK(world.give(world.own(world.ben, world.birch), creation(world)) == no);
    CHECK(world.give(world.own(world.mo, world.moor), creation(world)) == no);
    CHECK(world.give(world.parent(world.mo, world.moor, world.elm), creation(world)) == no);
    CHECK(world.give(world.own(world.dan, world.direct), creation(world)) == no);
    // What is not below is not there.
    CHECK(world.give(world.parent(world.sue, world.south, world.birch), creation(world)) == "not_found");
}

TEST_CASE("a person of two homes creates only from the partner's") {
    FederationWorld world;
    GrantRow grant;
    grant.id = world.fresh<GrantId>();
    grant.account = world.north;
    grant.person = world.ben;
    grant.role = Role::account_owner;
    world.write({{people_of(world.north), grant}});
    CHECK(world.give(world.own(world.ben, world.birch), creation(world)) ==
          "only_operator_and_partners_create");
    CHECK(world.give(world.parent(world.ben, world.north, world.birch), creation(world)) == "done");
}

TEST_CASE("a federation is not created on every account") {
    FederationWorld world;
    const Actor ash = world.north_on(world.ash);
    CHECK(world.give(world.own(world.staff, world.root), creation(world)) == "root_account");
    CHECK(world.give(ash, creation(world, " ")) == "name_missing");
    CHECK(world.give(ash, creation(world, std::string(201, 'x'))) == "name_too_long");
    CHECK(world.give(ash, creation(world, "a\nb")) == "text_has_control_characters");
    CHECK(world.give(ash, creation(world, "\xff")) == "malformed");

    world.set_state(world.ash, AccountState::suspended);
    CHECK(world.give(ash, creation(world)) == "account_suspended");
    world.set_state(world.ash, AccountState::closed);
    CHECK(world.give(ash, creation(world)) == "account_closed");
    world.set_state(world.ash, AccountState::active);
    world.set_state(world.moor, AccountState::suspended);
    CHECK(world.give(world.north_on(world.elm), creation(world)) == "account_suspended");

    const auto federation = world.create(world.ash);
    CHECK(world.give(ash, creation(world)) == "already_in_federation");
    world.ask(world.birch, federation);
    CHECK(world.give(world.north_on(world.birch), creation(world)) == "request_pending");

    CreateFederation same = creation(world);
    same.federation = {};
    CHECK(world.give(world.north_on(world.cedar), same) == "malformed");
}

TEST_CASE("ids that are taken") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    const MembershipId member = world.bring_in(world.birch, federation);
    REQUIRE(world.give(world.own(world.ben, world.birch), Leave{federation.id, member}) == "done");
    const JoinRequestId request = world.ask(world.cedar, federation);

    CreateFederation create = creation(world);
    SECTION("a federation's") { create.federation = federation.id; }
    SECTION("the account's own earlier membership's") { create.membership = member; }
    SECTION("a code's, of any federation") { create.code = federation.code; }
    CHECK(world.give(world.north_on(world.birch), create) == "id_taken");

    const TicketId ticket = world.ticket(world.ben, world.birch, federation, federation.code);
    CHECK(world.give(world.own(world.ben, world.birch), Join{request, ticket}) == "id_taken");
    Accept accept = world.acceptance(federation, request);
    accept.membership = federation.owner_membership;
    CHECK(world.give(world.own(world.ann, world.ash), accept) == "id_taken");
}

TEST_CASE("a member's id from another federation is taken too") {
    FederationWorld world;
    const auto first = world.create(world.ash);
    const MembershipId member = world.bring_in(world.birch, first);
    REQUIRE(world.give(world.own(world.ben, world.birch), Leave{first.id, member}) == "done");
    const auto second = world.create(world.cedar, "Other");
    Accept accept = world.acceptance(second, world.ask(world.birch, second));
    accept.membership = member;
    CHECK(world.give(world.own(world.cleo, world.cedar), accept) == "id_taken");
}

TEST_CASE("a text that was drawn before opens only what it opened") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    const auto sealed = world.row<SealedCodeRow>(ticket_key(TicketId(federation.code)), federation.code);
    const IssueCode issue{federation.id, world.fresh<AccessCodeId>(), "", world.now + one_day, 1, {}};
    const Envelope envelope = world.envelope_of(world.own(world.ann, world.ash), issue);
    world.rows.hold(ticket_key(TicketId(issue.code)));
    const Decision decision = decide(envelope, Drawn{{}, sealed.fingerprint, "other"}, world.rows);
    REQUIRE(decision.refused());
    CHECK(decision.refused()->refusal == Refusal::id_taken);
}

TEST_CASE("what a code is given") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    const Actor ash = world.own(world.ann, world.ash);
    const IssueCode good{
        federation.id, world.fresh<AccessCodeId>(), " For Birch ", world.now + one_day, 10000,
        world.account(world.birch).number};
    const auto with = [&](auto change) {
        IssueCode issue = good;
        change(issue);
        return world.give(ash, issue);
    };
    CHECK(with([](IssueCode& code) { code.uses = 0; }) == "uses_not_valid");
    CHECK(with([](IssueCode& code) { code.uses = -1; }) == "uses_not_valid");
    CHECK(with([](IssueCode& code) { code.uses = 10001; }) == "uses_not_valid");
    CHECK(with([](IssueCode& code) { code.expires = 0; }) == "expiry_not_valid");
    CHECK(with([](IssueCode& code) { code.label = "a\tb"; }) == "text_has_control_characters");
    CHECK(with([](IssueCode& code) { code.label = std::string(501, 'x'); }) == "text_too_long");
    CHECK(with([&](IssueCode& code) { code.only_for = world.account(world.ash).number; }) == "own_federation");
    CHECK(with([](IssueCode& code) { code.only_for = "12345678"; }) == "only_for_not_valid");
    CHECK(with([](IssueCode& code) { code.only_for = "Birch"; }) == "only_for_not_valid");
    CHECK(with([](IssueCode& code) { code.code = {}; }) == "malformed");
    CHECK(with([](IssueCode&) {}) == "done");
    CHECK(world.code(federation, good.code).label == "For Birch");
    CHECK(world.code(federation, good.code).issued_by_name == "Ann");
    CHECK(world.code(federation, good.code).only_for == world.account(world.birch).number);
    CHECK(world.code(federation, good.code).created == world.now);
    CHECK(world.code(federation, good.code).uses_allowed == 10000);
}

TEST_CASE("what is the owner's to do is done on the owner's account by an account owner") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    const MembershipId member = world.bring_in(world.birch, federation);
    const MembershipId former = world.bring_in(world.elm, federation);
    REQUIRE(world.give(world.own(world.ella, world.elm), Leave{federation.id, former}) == "done");
    const JoinRequestId request = world.ask(world.cedar, federation);
    const std::vector<Command> commands = {
        IssueCode{federation.id, world.fresh<AccessCodeId>(), "", world.now + one_day, 1, {}},
        RevokeCode{federation.id, federation.code},
        world.acceptance(federation, request),
        Reject{federation.id, request, ""},
        RemoveMember{federation.id, member},
        Dissolve{federation.id, "Trees"},
    };
    for (const Command& command : commands) {
        INFO(command_name(command.index()));
        CHECK(world.give(world.own(world.watcher, world.ash), command) == "not_allowed");
        CHECK(world.give(world.own(world.ben, world.birch), command) == "not_allowed");
        CHECK(world.give(world.own(world.cleo, world.cedar), command) == "not_found");
        CHECK(world.give(world.own(world.ella, world.elm), command) == "not_found");  // it is no member any more
        CHECK(world.give(world.own(world.pam, world.palm), command) == "not_found");
        CHECK(world.give(world.own(world.norman, world.north), command) == "not_found");
        CHECK(world.give(world.parent(world.sue, world.south, world.ash), command) == "not_found");
        CHECK(world.give({world.ben, world.birch, Via::federation, world.ash}, command) == "not_found");
    }
    // From above, acting in the owner's account, all of it may be done.
    for (const Command& command : commands) {
        INFO(command_name(command.index()));
        const bool decided = std::holds_alternative<Reject>(command);
        CHECK(world.give(world.north_on(world.ash), command) == (decided ? "already_accepted" : "done"));
    }
}

TEST_CASE("a request's fields and its other end") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    const JoinRequestId request = world.ask(world.birch, federation);
    const Actor ash = world.own(world.ann, world.ash);
    CHECK(world.give(ash, Reject{federation.id, request, "a\x1b"}) == "text_has_control_characters");
    CHECK(world.give(ash, Reject{federation.id, request, std::string(501, 'x')}) == "text_too_long");
    // Only the account that asked withdraws: not the owner, not another.
    CHECK(world.give(ash, Withdraw{federation.id, request}) == "not_found");
    CHECK(world.give(world.own(world.cleo, world.cedar), Withdraw{federation.id, request}) == "not_found");
    CHECK(world.give(world.own(world.watcher, world.ash), Withdraw{federation.id, request}) == "not_allowed");
}

TEST_CASE("accepting carries what was shown") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    const JoinRequestId request = world.ask(world.birch, federation);
    const Actor ash = world.own(world.ann, world.ash);
    const Accept shown = world.acceptance(federation, request);

    SECTION("renamed meanwhile") { world.rename(world.birch, "Other"); }
    SECTION("more users meanwhile") {
        JoinRequestRow row = world.request(federation, request);
        row.card.users = 7;
        world.write({{federation_owner_scope(federation.id), row}});
    }
    SECTION("a collision meanwhile") {
        JoinRequestRow row = world.request(federation, request);
        row.card.colliding_extensions = {"200"};
        world.write({{federation_owner_scope(federation.id), row}});
    }
    CHECK(world.give(ash, shown) == "preview_changed");
    CHECK(world.request(federation, request).state == RequestState::pending);
    CHECK(world.give(ash, world.acceptance(federation, request)) == "done");
}

TEST_CASE("accepting a requester that is by now something else") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    const JoinRequestId request = world.ask(world.birch, federation);
    const Actor ash = world.own(world.ann, world.ash);

    // No command gets there while the request is open; accepting checks all the same.
    SECTION("closed") {
        world.set_state(world.birch, AccountState::closed);
        CHECK(world.ask_only(ash, world.acceptance(federation, request)) == "account_closed");
    }
    SECTION("a member elsewhere") {
        const auto other = world.create(world.cedar, "Other");
        MembershipRow member;
        member.id = world.fresh<MembershipId>();
        member.federation = other.id;
        member.account = world.birch;
        member.position = 2;
        world.write({{federation_scope(other.id), member}});
        const Accept accept = world.acceptance(federation, request);
        const Decision decision = world.decide_in_full(world.envelope_of(ash, accept));
        REQUIRE(decision.refused());
        CHECK(decision.refused()->refusal == Refusal::already_in_federation);
    }
}

TEST_CASE("a client cannot send what is the system's") {
    FederationWorld world;
    const EndDue end{DueKind::ticket, world.fresh<TicketId>(), world.ash, world.now};
    CHECK(world.give(world.own(world.ann, world.ash), end) == "malformed");
}
