// The states of PRODUCT 3 as tables: every state of a request, membership, code and federation against every command
// that names it, each with what must come of it; and the exact millisecond at which something has run out.
#include <functional>
#include <map>

#include "catch.h"
#include "domain/federation_world.h"
#include "domain/limits.h"

using namespace federation_tests;

namespace {

// One federation of ash with what a row of a table is about.
struct Scene {
    FederationWorld world;
    FederationWorld::Made federation;
    JoinRequestId request;
    TicketId ticket;  // of birch, with which the request was asked
    MembershipId member;
    AccessCodeId code;

    Actor ash() const { return world.own(world.ann, world.ash); }
    Actor birch() const { return world.own(world.ben, world.birch); }
    Actor cedar() const { return world.own(world.cleo, world.cedar); }
};

using Step = std::function<void(Scene&)>;
using Try = std::function<std::string(Scene&)>;

// ---- requests ----

void asked(Scene& scene) {
    scene.federation = scene.world.create(scene.world.ash);
    scene.code = scene.federation.code;
    scene.request = scene.world.fresh<JoinRequestId>();
    scene.ticket = scene.world.ticket(scene.world.ben, scene.world.birch, scene.federation, scene.code);
    REQUIRE(scene.world.give(scene.birch(), Join{scene.request, scene.ticket}) == "done");
}

const std::map<std::string, Step> request_states = {
    {"absent",
     [](Scene& scene) {
         asked(scene);
         scene.request = scene.world.fresh<JoinRequestId>();
         REQUIRE(scene.world.give(scene.birch(), Withdraw{scene.federation.id,
                                  rows_in<JoinRequestRow>(scene.world.rows, federation_owner_scope(
                                      scene.federation.id))[0].id}) == "done");
     }},
    {"pending", [](Scene& scene) { asked(scene); }},
    {"run out",
     [](Scene& scene) {
         asked(scene);
         scene.world.now += join_request_life;
     }},
    {"accepted",
     [](Scene& scene) {
         asked(scene);
         scene.member = scene.world.accept(scene.federation, scene.request);
     }},
    {"rejected",
     [](Scene& scene) {
         asked(scene);
         REQUIRE(scene.world.give(scene.ash(), Reject{scene.federation.id, scene.request, ""}) == "done");
     }},
    {"withdrawn",
     [](Scene& scene) {
         asked(scene);
         REQUIRE(scene.world.give(scene.birch(), Withdraw{scene.federation.id, scene.request}) == "done");
     }},
    {"expired",
     [](Scene& scene) {
         asked(scene);
         scene.world.now += join_request_life;
         scene.world.tick();
     }},
    {"rejected by the federation's end",
     [](Scene& scene) {
         asked(scene);
         REQUIRE(scene.world.give(scene.ash(), Dissolve{scene.federation.id, "Trees"}) == "done");
     }},
};

TicketId new_ticket(Scene& scene, PersonId person, AccountId account, AccessCodeId code) {
    return scene.world.ticket(person, account, scene.federation, code);
}

const std::map<std::string, Try> request_commands = {
    {"join, same id",
     [](Scene& scene) {
         const TicketId ticket = new_ticket(scene, scene.world.ben, scene.world.birch, scene.federation.code);
         return scene.world.give(scene.birch(), Join{scene.request, ticket});
     }},
    {"join, new id",
     [](Scene& scene) {
         const TicketId ticket = new_ticket(scene, scene.world.ben, scene.world.birch, scene.federation.code);
         return scene.world.give(scene.birch(), Join{scene.world.fresh<JoinRequestId>(), ticket});
     }},
    {"withdraw",
     [](Scene& scene) {
         return scene.world.give(scene.birch(), Withdraw{scene.federation.id, scene.request});
     }},
    {"accept",
     [](Scene& scene) {
         return scene.world.give(scene.ash(), scene.world.acceptance(scene.federation, scene.request));
     }},
    {"reject",
     [](Scene& scene) {
         return scene.world.give(scene.ash(), Reject{scene.federation.id, scene.request, "No"});
     }},
    {"end due",
     [](Scene& scene) {
         const Id owner = scene.federation.id;
         return scene.world.give(scene.world.system(), EndDue{DueKind::join_request, scene.request, owner,
                                                              scene.world.now});
     }},
};

struct Expected {
    std::string state;
    std::map<std::string, std::string> verdicts;  // by command
};

void check_table(const std::map<std::string, Step>& states, const std::map<std::string, Try>& commands,
                 const std::vector<Expected>& table) {
    REQUIRE(table.size() == states.size());
    for (const Expected& line : table) {
        REQUIRE(line.verdicts.size() == commands.size());
        for (const auto& [command, verdict] : line.verdicts) {
            INFO(line.state << " / " << command);
            Scene scene;
            states.at(line.state)(scene);
            CHECK(commands.at(command)(scene) == verdict);
        }
    }
}

}  // namespace

TEST_CASE("every command on a join request in every state") {
    check_table(request_states, request_commands, {
        {"absent", {{"join, same id", "done"}, {"join, new id", "done"}, {"withdraw", "not_found"},
                    {"accept", "not_found"}, {"reject", "not_found"}, {"end due", "same"}}},
        {"pending", {{"join, same id", "same"}, {"join, new id", "same"}, {"withdraw", "done"},
                     {"accept", "done"}, {"reject", "done"}, {"end due", "same"}}},
        // The code runs out at the same instant as a request of its first day.
        {"run out", {{"join, same id", "id_taken"}, {"join, new id", "code_not_valid"},
                     {"withdraw", "request_expired"}, {"accept", "request_expired"},
                     {"reject", "request_expired"}, {"end due", "done"}}},
        {"accepted", {{"join, same id", "id_taken"}, {"join, new id", "already_in_federation"},
                      {"withdraw", "already_accepted"}, {"accept", "same"}, {"reject", "already_accepted"},
                      {"end due", "same"}}},
        {"rejected", {{"join, same id", "id_taken"}, {"join, new id", "done"}, {"withdraw", "request_rejected"},
                      {"accept", "request_rejected"}, {"reject", "same"}, {"end due", "same"}}},
        {"withdrawn", {{"join, same id", "id_taken"}, {"join, new id", "done"}, {"withdraw", "same"},
                       {"accept", "request_withdrawn"}, {"reject", "request_withdrawn"}, {"end due", "same"}}},
        {"expired", {{"join, same id", "id_taken"}, {"join, new id", "code_not_valid"},
                     {"withdraw", "request_expired"}, {"accept", "request_expired"},
                     {"reject", "request_expired"}, {"end due", "same"}}},
        {"rejected by the federation's end",
         {{"join, same id", "id_taken"}, {"join, new id", "code_not_valid"}, {"withdraw", "request_rejected"},
          {"accept", "federation_dissolved"}, {"reject", "federation_dissolved"}, {"end due", "same"}}},
    });
}

// ---- memberships ----

namespace {

void joined(Scene& scene) {
    scene.federation = scene.world.create(scene.world.ash);
    scene.member = scene.world.bring_in(scene.world.birch, scene.federation);
}

const std::map<std::string, Step> membership_states = {
    {"absent",
     [](Scene& scene) {
         joined(scene);
         scene.member = scene.world.fresh<MembershipId>();
     }},
    {"active", [](Scene& scene) { joined(scene); }},
    {"left",
     [](Scene& scene) {
         joined(scene);
         REQUIRE(scene.world.give(scene.birch(), Leave{scene.federation.id, scene.member}) == "done");
     }},
    {"removed",
     [](Scene& scene) {
         joined(scene);
         REQUIRE(scene.world.give(scene.ash(), RemoveMember{scene.federation.id, scene.member}) == "done");
     }},
    {"dissolved",
     [](Scene& scene) {
         joined(scene);
         REQUIRE(scene.world.give(scene.ash(), Dissolve{scene.federation.id, "Trees"}) == "done");
     }},
    {"the owner's, with others",
     [](Scene& scene) {
         joined(scene);
         scene.member = scene.federation.owner_membership;
     }},
    {"the owner's, alone",
     [](Scene& scene) {
         joined(scene);
         REQUIRE(scene.world.give(scene.birch(), Leave{scene.federation.id, scene.member}) == "done");
         scene.member = scene.federation.owner_membership;
     }},
    {"the owner's, dissolved",
     [](Scene& scene) {
         joined(scene);
         REQUIRE(scene.world.give(scene.ash(), Dissolve{scene.federation.id, "Trees"}) == "done");
         scene.member = scene.federation.owner_membership;
     }},
};

const std::map<std::string, Try> membership_commands = {
    {"leave",
     [](Scene& scene) {
         const bool owner = scene.member == scene.federation.owner_membership;
         return scene.world.give(owner ? scene.ash() : scene.birch(), Leave{scene.federation.id, scene.member});
     }},
    {"leave, by another member's person",
     [](Scene& scene) { return scene.world.give(scene.cedar(), Leave{scene.federation.id, scene.member}); }},
    {"remove",
     [](Scene& scene) {
         return scene.world.give(scene.ash(), RemoveMember{scene.federation.id, scene.member});
     }},
    {"leave and leave again",
     [](Scene& scene) {
         const bool owner = scene.member == scene.federation.owner_membership;
         const Actor actor = owner ? scene.ash() : scene.birch();
         scene.world.give(actor, Leave{scene.federation.id, scene.member});
         return scene.world.give(actor, Leave{scene.federation.id, scene.member});
     }},
};

}  // namespace

TEST_CASE("every command on a membership in every state") {
    const std::string other = "leave, by another member's person";
    const std::string twice = "leave and leave again";
    check_table(membership_states, membership_commands, {
        {"absent", {{"leave", "not_found"}, {other, "not_found"}, {"remove", "not_found"}, {twice, "not_found"}}},
        {"active", {{"leave", "done"}, {other, "not_found"}, {"remove", "done"}, {twice, "same"}}},
        {"left", {{"leave", "same"}, {other, "not_found"}, {"remove", "not_a_member"}, {twice, "same"}}},
        {"removed",
         {{"leave", "not_a_member"}, {other, "not_found"}, {"remove", "same"}, {twice, "not_a_member"}}},
        {"dissolved", {{"leave", "not_a_member"}, {other, "not_found"}, {"remove", "federation_dissolved"},
                       {twice, "not_a_member"}}},
        {"the owner's, with others",
         {{"leave", "owner_must_transfer_or_dissolve"}, {other, "not_found"},
          {"remove", "owner_must_transfer_or_dissolve"}, {twice, "owner_must_transfer_or_dissolve"}}},
        {"the owner's, alone", {{"leave", "done"}, {other, "not_found"},
                                {"remove", "owner_must_transfer_or_dissolve"}, {twice, "same"}}},
        {"the owner's, dissolved", {{"leave", "not_a_member"}, {other, "not_found"},
                                    {"remove", "federation_dissolved"}, {twice, "not_a_member"}}},
    });
}

// ---- codes ----

namespace {

void issued(Scene& scene) {
    scene.federation = scene.world.create(scene.world.ash);
    scene.code = scene.world.issue(scene.federation, 1);
}

// Somebody else asks with the code.
void take_use(Scene& scene) {
    scene.request = scene.world.fresh<JoinRequestId>();
    const TicketId ticket = new_ticket(scene, scene.world.cleo, scene.world.cedar, scene.code);
    REQUIRE(scene.world.give(scene.cedar(), Join{scene.request, ticket}) == "done");
}

const std::map<std::string, Step> code_states = {
    {"absent",
     [](Scene& scene) {
         issued(scene);
         scene.code = scene.world.fresh<AccessCodeId>();
     }},
    {"live", [](Scene& scene) { issued(scene); }},
    {"used up by a request",
     [](Scene& scene) {
         issued(scene);
         take_use(scene);
     }},
    {"used up by a member who left",
     [](Scene& scene) {
         issued(scene);
         take_use(scene);
         const MembershipId member = scene.world.accept(scene.federation, scene.request);
         REQUIRE(scene.world.give(scene.cedar(), Leave{scene.federation.id, member}) == "done");
     }},
    {"given back by a rejection",
     [](Scene& scene) {
         issued(scene);
         take_use(scene);
         REQUIRE(scene.world.give(scene.ash(), Reject{scene.federation.id, scene.request, ""}) == "done");
     }},
    {"given back by time alone",
     [](Scene& scene) {
         issued(scene);
         IssueCode longer{scene.federation.id, scene.world.fresh<AccessCodeId>(), "", 0, 1, {}};
         longer.expires = scene.world.now + 2 * join_request_life;
         REQUIRE(scene.world.give(scene.ash(), longer) == "done");
         scene.code = longer.code;
         take_use(scene);
         scene.world.now += join_request_life;
     }},
    {"for another account",
     [](Scene& scene) {
         issued(scene);
         scene.code = scene.world.issue(scene.federation, 1, scene.world.cedar);
     }},
    {"for this account",
     [](Scene& scene) {
         issued(scene);
         scene.code = scene.world.issue(scene.federation, 1, scene.world.birch);
     }},
    {"run out",
     [](Scene& scene) {
         issued(scene);
         scene.world.now += access_code_life;
     }},
    {"expired",
     [](Scene& scene) {
         issued(scene);
         scene.world.now += access_code_life;
         scene.world.tick();
     }},
    {"revoked",
     [](Scene& scene) {
         issued(scene);
         REQUIRE(scene.world.give(scene.ash(), RevokeCode{scene.federation.id, scene.code}) == "done");
     }},
    {"of a dissolved federation",
     [](Scene& scene) {
         issued(scene);
         REQUIRE(scene.world.give(scene.ash(), Dissolve{scene.federation.id, "Trees"}) == "done");
     }},
};

const std::map<std::string, Try> code_commands = {
    {"join",
     [](Scene& scene) {
         const TicketId ticket = new_ticket(scene, scene.world.ben, scene.world.birch, scene.code);
         return scene.world.give(scene.birch(), Join{scene.world.fresh<JoinRequestId>(), ticket});
     }},
    {"revoke",
     [](Scene& scene) { return scene.world.give(scene.ash(), RevokeCode{scene.federation.id, scene.code}); }},
    {"issue",
     [](Scene& scene) {
         IssueCode issue{scene.federation.id, scene.code, "", scene.world.now + one_day, 1, {}};
         return scene.world.give(scene.ash(), issue);
     }},
    {"end due",
     [](Scene& scene) {
         const EndDue end{DueKind::access_code, scene.code, scene.federation.id, scene.world.now};
         return scene.world.give(scene.world.system(), end);
     }},
};

}  // namespace

TEST_CASE("every command on an access code in every state") {
    const std::string no = "code_not_valid";
    const std::string taken = "id_taken";
    check_table(code_states, code_commands, {
        {"absent", {{"join", no}, {"revoke", "not_found"}, {"issue", "done"}, {"end due", "same"}}},
        {"live", {{"join", "done"}, {"revoke", "done"}, {"issue", taken}, {"end due", "same"}}},
        {"used up by a request", {{"join", no}, {"revoke", "done"}, {"issue", taken}, {"end due", "same"}}},
        {"used up by a member who left",
         {{"join", no}, {"revoke", "done"}, {"issue", taken}, {"end due", "same"}}},
        {"given back by a rejection",
         {{"join", "done"}, {"revoke", "done"}, {"issue", taken}, {"end due", "same"}}},
        {"given back by time alone",
         {{"join", "done"}, {"revoke", "done"}, {"issue", taken}, {"end due", "same"}}},
        {"for another account", {{"join", no}, {"revoke", "done"}, {"issue", taken}, {"end due", "same"}}},
        {"for this account", {{"join", "done"}, {"revoke", "done"}, {"issue", taken}, {"end due", "same"}}},
        {"run out", {{"join", no}, {"revoke", "code_already_ended"}, {"issue", taken}, {"end due", "done"}}},
        {"expired", {{"join", no}, {"revoke", "code_already_ended"}, {"issue", taken}, {"end due", "same"}}},
        {"revoked", {{"join", no}, {"revoke", "same"}, {"issue", taken}, {"end due", "same"}}},
        {"of a dissolved federation",
         {{"join", no}, {"revoke", "federation_dissolved"}, {"issue", "federation_dissolved"},
          {"end due", "same"}}},
    });
}

// ---- federations ----

namespace {

const std::map<std::string, Step> federation_states = {
    {"absent",
     [](Scene& scene) {
         scene.federation = {scene.world.fresh<FederationId>(), scene.world.ash,
                             scene.world.fresh<MembershipId>(), scene.world.fresh<AccessCodeId>()};
         scene.member = scene.world.fresh<MembershipId>();
         scene.request = scene.world.fresh<JoinRequestId>();
     }},
    {"active",
     [](Scene& scene) {
         joined(scene);
         scene.request = scene.world.ask(scene.world.cedar, scene.federation);
     }},
    {"dissolved",
     [](Scene& scene) {
         joined(scene);
         scene.request = scene.world.ask(scene.world.cedar, scene.federation);
         REQUIRE(scene.world.give(scene.ash(), Dissolve{scene.federation.id, "Trees"}) == "done");
     }},
};

const std::map<std::string, Try> federation_commands = {
    {"create, same id",
     [](Scene& scene) {
         const CreateFederation create{scene.federation.id, scene.world.fresh<MembershipId>(),
                                       scene.world.fresh<AccessCodeId>(), "Again"};
         return scene.world.give(scene.world.north_on(scene.world.elm), create);
     }},
    {"create, by the owner",
     [](Scene& scene) {
         const CreateFederation create{scene.world.fresh<FederationId>(), scene.world.fresh<MembershipId>(),
                                       scene.world.fresh<AccessCodeId>(), "Another"};
         return scene.world.give(scene.world.north_on(scene.world.ash), create);
     }},
    {"issue",
     [](Scene& scene) {
         const IssueCode issue{scene.federation.id, scene.world.fresh<AccessCodeId>(), "",
                               scene.world.now + one_day, 1, {}};
         return scene.world.give(scene.ash(), issue);
     }},
    {"revoke",
     [](Scene& scene) {
         return scene.world.give(scene.ash(), RevokeCode{scene.federation.id, scene.federation.code});
     }},
    {"join",
     [](Scene& scene) {
         const TicketId ticket = new_ticket(scene, scene.world.ella, scene.world.elm, scene.federation.code);
         return scene.world.give(scene.world.own(scene.world.ella, scene.world.elm),
                                 Join{scene.world.fresh<JoinRequestId>(), ticket});
     }},
    {"withdraw",
     [](Scene& scene) {
         return scene.world.give(scene.cedar(), Withdraw{scene.federation.id, scene.request});
     }},
    {"accept", request_commands.at("accept")},
    {"reject", request_commands.at("reject")},
    {"remove", membership_commands.at("remove")},
    {"leave", membership_commands.at("leave")},
    {"dissolve",
     [](Scene& scene) { return scene.world.give(scene.ash(), Dissolve{scene.federation.id, "Trees"}); }},
};

}  // namespace

TEST_CASE("every command on a federation in every state") {
    const std::string gone = "federation_dissolved";
    const std::string none = "not_found";
    check_table(federation_states, federation_commands, {
        {"absent", {{"create, same id", "done"}, {"create, by the owner", "done"}, {"issue", none},
                    {"revoke", none}, {"join", "code_not_valid"}, {"withdraw", none}, {"accept", none},
                    {"reject", none}, {"remove", none}, {"leave", none}, {"dissolve", none}}},
        {"active", {{"create, same id", "id_taken"}, {"create, by the owner", "already_in_federation"},
                    {"issue", "done"}, {"revoke", "done"}, {"join", "done"}, {"withdraw", "done"},
                    {"accept", "done"}, {"reject", "done"}, {"remove", "done"}, {"leave", "done"},
                    {"dissolve", "done"}}},
        {"dissolved", {{"create, same id", "id_taken"}, {"create, by the owner", "done"}, {"issue", gone},
                       {"revoke", gone}, {"join", "code_not_valid"}, {"withdraw", "request_rejected"},
                       {"accept", gone}, {"reject", gone}, {"remove", gone}, {"leave", "not_a_member"},
                       {"dissolve", "same"}}},
    });
}

// ---- the exact millisecond ----

TEST_CASE("a passed instant is passed, from its very millisecond on") {
    const Duration before = GENERATE(Duration{1}, Duration{0});
    const bool still = before == 1;
    Scene scene;
    asked(scene);
    FederationWorld& world = scene.world;
    const AccessCodeId lasting = world.fresh<AccessCodeId>();
    const IssueCode issue{scene.federation.id, lasting, "", world.now + 90 * one_day, 5, {}};
    REQUIRE(world.give(scene.ash(), issue) == "done");

    SECTION("a request") {
        world.now = world.request(scene.federation, scene.request).expires - before;
        const Accept accept = world.acceptance(scene.federation, scene.request);
        SECTION("accept") { CHECK(world.give(scene.ash(), accept) == (still ? "done" : "request_expired")); }
        SECTION("reject") {
            const Reject reject{scene.federation.id, scene.request, ""};
            CHECK(world.give(scene.ash(), reject) == (still ? "done" : "request_expired"));
        }
        SECTION("withdraw") {
            const Withdraw withdraw{scene.federation.id, scene.request};
            CHECK(world.give(scene.birch(), withdraw) == (still ? "done" : "request_expired"));
        }
        SECTION("another one meanwhile, also elsewhere") {
            const auto other = world.create(world.cedar, "Other");
            const TicketId ticket = world.ticket(world.ben, world.birch, other, other.code);
            const Join join{world.fresh<JoinRequestId>(), ticket};
            CHECK(world.give(scene.birch(), join) == (still ? "request_pending" : "done"));
        }
        SECTION("a federation of one's own meanwhile") {
            const CreateFederation create{world.fresh<FederationId>(), world.fresh<MembershipId>(),
                                          world.fresh<AccessCodeId>(), "Own"};
            CHECK(world.give(world.north_on(world.birch), create) == (still ? "request_pending" : "done"));
        }
        SECTION("the tick") {
            const EndDue end{DueKind::join_request, scene.request, scene.federation.id, world.now};
            CHECK(world.give(world.system(), end) == (still ? "same" : "done"));
        }
        SECTION("dissolve") {
            REQUIRE(world.give(scene.ash(), Dissolve{scene.federation.id, "Trees"}) == "done");
            const OwnRequestRow own = world.own_request(world.birch, scene.request);
            CHECK(own.state == (still ? RequestState::rejected : RequestState::expired));
            CHECK(own.reason == (still ? EndReason::dissolved : EndReason::none));
            CHECK(own.decided == (still ? world.now : own.expires));
        }
    }
    SECTION("a code") {
        const Instant expires = world.code(scene.federation, scene.code).expires;
        world.now = expires - before;
        SECTION("join") {
            const TicketId ticket = new_ticket(scene, world.cleo, world.cedar, scene.code);
            const Join join{world.fresh<JoinRequestId>(), ticket};
            CHECK(world.give(scene.cedar(), join) == (still ? "done" : "code_not_valid"));
        }
        SECTION("revoke") {
            const RevokeCode revoke{scene.federation.id, scene.code};
            CHECK(world.give(scene.ash(), revoke) == (still ? "done" : "code_already_ended"));
        }
        SECTION("the tick") {
            const EndDue end{DueKind::access_code, scene.code, scene.federation.id, world.now};
            CHECK(world.give(world.system(), end) == (still ? "same" : "done"));
        }
        SECTION("dissolve") {
            REQUIRE(world.give(scene.ash(), Dissolve{scene.federation.id, "Trees"}) == "done");
            const CodeState state = world.code(scene.federation, scene.code).state;
            CHECK(state == (still ? CodeState::revoked : CodeState::expired));
        }
    }
    SECTION("a ticket") {
        const TicketId ticket = new_ticket(scene, world.cleo, world.cedar, lasting);
        world.now = world.row<TicketRow>(ticket_key(ticket), ticket).expires - before;
        SECTION("join") {
            const Join join{world.fresh<JoinRequestId>(), ticket};
            CHECK(world.give(scene.cedar(), join) == (still ? "done" : "code_not_valid"));
        }
        SECTION("the tick") {
            const EndDue end{DueKind::ticket, ticket, world.cedar, world.now};
            CHECK(world.give(world.system(), end) == (still ? "same" : "done"));
            CHECK((world.rows.find<TicketRow>(ticket_key(ticket), ticket) != nullptr) == still);
        }
    }
    SECTION("an invitation") {
        InvitationRow invitation;
        invitation.id = world.fresh<InvitationId>();
        invitation.account = world.ash;
        invitation.email = "new@example.com";
        invitation.invited = world.now;
        invitation.expires = world.now + invitation_life;
        world.write({{people_of(world.ash), invitation}});
        world.now = invitation.expires - before;
        const EndDue end{DueKind::invitation, invitation.id, world.ash, world.now};
        CHECK(world.give(world.system(), end) == (still ? "same" : "done"));
        const auto now = world.row<InvitationRow>(people_of(world.ash), invitation.id).state;
        CHECK(now == (still ? InvitationState::pending : InvitationState::expired));
    }
    SECTION("a new code's expiry") {
        IssueCode late{scene.federation.id, world.fresh<AccessCodeId>(), "", world.now + before, 1, {}};
        CHECK(world.give(scene.ash(), late) == (still ? "done" : "expiry_not_valid"));
        late.code = world.fresh<AccessCodeId>();
        late.expires = world.now + longest_access_code_life + 1 - before;
        CHECK(world.give(scene.ash(), late) == (still ? "done" : "expiry_not_valid"));
    }
}

TEST_CASE("a tick before the instant, or for what is not there, changes nothing") {
    Scene scene;
    asked(scene);
    FederationWorld& world = scene.world;
    const Instant expires = world.request(scene.federation, scene.request).expires;
    const Id owner = scene.federation.id;
    CHECK(world.give(world.system(), EndDue{DueKind::join_request, scene.request, owner, expires}) == "same");
    world.now = expires;
    // The row's own instant counts, and what the tick says of it.
    CHECK(world.give(world.system(), EndDue{DueKind::join_request, scene.request, owner, expires + 1}) == "same");
    const DueKind kind = GENERATE(DueKind::join_request, DueKind::invitation, DueKind::access_code,
                                  DueKind::ticket);
    const Id nothing = world.fresh<JoinRequestId>();
    CHECK(world.give(world.system(), EndDue{kind, nothing, world.fresh<FederationId>(), expires}) == "same");
}
