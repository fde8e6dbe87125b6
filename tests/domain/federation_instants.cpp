// A passed instant is passed (DESIGN 4): the exact millisecond at which requests, codes, tickets and
// invitations have run out, for rules and ticks alike.
#include "domain/federation_scene.h"

using namespace federation_tests;

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
    CHECK(world.give(world.system(), EndDue{DueKind::join_request, scene.request, owner, expires + 1}) ==
          "same");
    const DueKind kind = GENERATE(DueKind::join_request, DueKind::invitation, DueKind::access_code,
                                  DueKind::ticket, DueKind::transfer, DueKind::limit);
    const Id nothing = world.fresh<JoinRequestId>();
    CHECK(world.give(world.system(), EndDue{kind, nothing, world.fresh<FederationId>(), expires}) == "same");
}
