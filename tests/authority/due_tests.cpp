#include "authority/scene.h"
#include "domain/limits.h"

using namespace scene;

TEST_CASE("what is due ends in its very millisecond") {
    Scene scene;
    scene.authority->start();
    User staff = scene.sign_in(scene.staff);
    const auto invitation = scene.fresh<InvitationId>();
    REQUIRE(scene.run(staff, scene.root, InviteAdministrator{invitation, "ann@example.com", Role::viewer}) ==
            std::nullopt);
    const auto state = [&] { return scene.row<InvitationRow>(people_of(scene.root), invitation)->state; };
    const Instant ends = scene.row<InvitationRow>(people_of(scene.root), invitation)->expires;
    std::size_t pokes = 0;
    scene.authority->on_changed([&](const std::vector<Scope>& scopes) { pokes += scopes.empty() ? 0 : 1; });

    SECTION("as the timer says") {
        const auto reminded = [&] { return scene.row<InvitationRow>(people_of(scene.root), invitation)->reminded; };
        scene.clock.advance(ends - reminder_lead - scene.clock.now() - 1);
        CHECK(pokes == 0);
        CHECK_FALSE(reminded());
        scene.clock.advance(1);
        CHECK(pokes == 1);
        CHECK(reminded());
        scene.clock.advance(ends - scene.clock.now() - 1);
        CHECK(state() == InvitationState::pending);
        CHECK(pokes == 1);
        scene.clock.advance(1);
        CHECK(state() == InvitationState::expired);
        CHECK(pokes == 2);
        CHECK(scene.database.entries().back().envelope.person.is_none());
        CHECK(scene.database.entries().back().envelope.time == ends);
        CHECK(scene.database.rows().scope(due_key(utc_day(ends))) == nullptr);
    }
    SECTION("by whatever time the wall clock jumps to") {
        scene.clock.jump(ends + 3 * one_hour - scene.clock.now());
        scene.clock.advance(60 * one_second);
        CHECK(state() == InvitationState::expired);
    }
    SECTION("before the next request is answered") {
        scene.clock.jump(ends - scene.clock.now());
        const User again = scene.sign_in(scene.staff);
        (void)again;
        CHECK(state() == InvitationState::expired);
    }
    SECTION("when an authority begins") {
        scene.authority.reset();
        scene.clock.jump(ends - scene.clock.now());
        scene.restart_authority();
        scene.authority->start();
        scene.clock.settle();
        CHECK(state() == InvitationState::expired);
    }
    SECTION("when another authority wrote it, too") {
        Authority second(scene.database, scene.clock, scene.chance, scene.vault,
                         {true, {}, 4000, 100000, 64});
        scene.authority.reset();
        second.start();
        scene.clock.advance(ends - scene.clock.now());
        CHECK(state() == InvitationState::expired);
    }
    SECTION("later, where the database could not store it") {
        scene.clock.advance(ends - scene.clock.now() - 1);
        scene.database.fail_commits(DatabaseError::full, 2);
        scene.clock.advance(1);
        CHECK(state() == InvitationState::pending);
        scene.clock.advance(11 * one_second);
        CHECK(state() == InvitationState::expired);
    }
    SECTION("once, however many authorities there are") {
        Authority second(scene.database, scene.clock, scene.chance, scene.vault,
                         {true, {}, 4000, 100000, 64});
        second.start();
        scene.clock.advance(ends - scene.clock.now());
        scene.clock.advance(one_hour);
        CHECK(state() == InvitationState::expired);
    }
}

TEST_CASE("what becomes due sooner than the authority was going to look is not waited for") {
    Scene scene;
    scene.authority->start();
    User staff = scene.sign_in(scene.staff);
    const AccountId partner = scene.add(staff, scene.root, AccountKind::partner, "Partner");
    const AccountId owner = scene.add(staff, partner, AccountKind::customer, "Owner Ltd");
    User jane = scene.administrator(staff, partner, Role::account_owner, "jane@partner.example");
    const Scene::Founded founded = scene.found(jane, partner, owner, "Harbour");
    const auto code = scene.fresh<AccessCodeId>();
    const Instant ends = scene.clock.now() + 10 * one_second;
    const IssueCode issue{founded.federation, code, "Today only", ends, 1, {}};
    REQUIRE(scene.run(jane, owner, issue) == std::nullopt);
    const Scope codes = federation_owner_scope(founded.federation);
    const auto state = [&] { return scene.row<AccessCodeRow>(codes, code)->state; };
    scene.clock.advance(ends - scene.clock.now() - 1);
    CHECK(state() == CodeState::live);
    scene.clock.advance(1);
    CHECK(state() == CodeState::expired);
}

TEST_CASE("a due row that nothing stands behind is not tried for ever") {
    Scene scene;
    Batch batch;
    const Instant at = scene.clock.now() + one_second;
    const DueRow row{scene.fresh<InvitationId>(), scene.root, DueKind::invitation, at};
    batch.read = {{due_key(utc_day(at)), 0}};
    batch.changes = {{due_key(utc_day(at)), std::nullopt, Row(row)}};
    batch.now = scene.clock.now();
    scene.database.commit(batch,
                          [](const Committed& result) { REQUIRE(result.error == DatabaseError::none); });
    scene.clock.settle();
    scene.authority->start();
    scene.clock.advance(2 * one_second);
    const Version version = scene.database.version();
    scene.clock.advance(3 * one_hour);
    CHECK(scene.database.version() == version);
}

TEST_CASE("hundreds of due rows end in several commits, the earliest first") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    std::vector<Envelope> commands;
    for (int at = 0; at < 450; ++at) {
        const InviteAdministrator invite{scene.fresh<InvitationId>(), std::to_string(at) + "@example.com",
                                         Role::viewer};
        commands.push_back(scene.envelope(staff, scene.root, scene.root, invite));
    }
    REQUIRE(scene.push(staff, commands).last_seq == 450);
    scene.clock.jump(invitation_life);
    scene.authority->start();
    scene.clock.settle();
    std::size_t expired = 0;
    scene.database.rows().each<InvitationRow>(people_of(scene.root), [&](const InvitationRow& row) {
        expired += row.state == InvitationState::expired ? 1 : 0;
    });
    CHECK(expired == 450);
}

TEST_CASE("sessions, tickets and wrong codes that are over are swept up") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    const LookUpCode wrong{scene.root, Via::own, scene.root, "AAAA-AAAA-AAAA"};
    CHECK(scene.refused(staff.session, wrong) == Refusal::code_not_valid);
    const TicketId ticket = scene.fresh<TicketId>();
    Batch batch;
    TicketRow row;
    row.id = ticket;
    row.expires = scene.clock.now() + ticket_life;
    batch.read = {{ticket_key(ticket), 0}};
    batch.changes = {{ticket_key(ticket), std::nullopt, Row(row)}};
    batch.now = scene.clock.now();
    scene.database.commit(batch, [](const Committed& result) { REQUIRE(result.error == DatabaseError::none); });
    scene.clock.settle();
    const Scope session = session_key(scene.vault.fingerprint("session", staff.session));
    const auto there = [&](const Scope& scope) { return scene.database.rows().scope(scope) != nullptr; };
    scene.clock.jump(code_lock_window - 1);
    scene.authority->start();
    scene.clock.settle();
    CHECK(there(tries_key(scene.root)));
    CHECK(there(ticket_key(ticket)));
    scene.clock.jump(one_day);
    scene.clock.advance(2 * one_hour);
    CHECK_FALSE(there(tries_key(scene.root)));
    CHECK_FALSE(there(ticket_key(ticket)));
    CHECK(there(session));
    scene.clock.jump(session_life);
    scene.clock.advance(2 * one_hour);
    CHECK_FALSE(there(session));
}
