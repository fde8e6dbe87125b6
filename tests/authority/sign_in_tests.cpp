#include "authority/scene.h"
#include "domain/limits.h"

using namespace scene;

TEST_CASE("the demo signs in whoever is asked for; nothing else does") {
    Scene scene;
    const auto signed_in = scene.ask_for<SignedIn>("", SignInAs{scene.staff, {}, {}});
    CHECK(signed_in.name == "Stella Staff");
    CHECK(signed_in.email == "stella@operator.example");
    CHECK(signed_in.session.size() == 64);
    CHECK(scene.refused(signed_in.session, Pull{}) == std::nullopt);
    // The token is known by its fingerprint alone.
    for (const std::string& line : text_of(scene.database.rows())) {
        CHECK(line.find(signed_in.session) == std::string::npos);
    }
    CHECK(scene.ask_for<SignedIn>("", SignInAs{scene.staff, {}, {}}).session != signed_in.session);

    CHECK(scene.refused("", SignInAs{scene.fresh<PersonId>(), {}, {}}) == Refusal::not_found);
    CHECK(scene.refused("", SignInAs{}) == Refusal::malformed);
    CHECK(scene.refused("", SignInAs{scene.staff, scene.fresh<InvitationId>(), scene.root}) ==
          Refusal::malformed);

    scene.restart_authority(AuthorityOptions{});
    CHECK(scene.refused("", SignInAs{scene.staff, {}, {}}) == Refusal::not_allowed);
    CHECK(scene.refused("", ListSignIns{}) == Refusal::not_allowed);
    CHECK(scene.refused(signed_in.session, Pull{}) == std::nullopt);
}

TEST_CASE("an invitation makes the person at the first sign-in, once") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    const auto invitation = scene.fresh<InvitationId>();
    REQUIRE(scene.run(staff, scene.root,
                      InviteAdministrator{invitation, "Ann.Lee@example.com", Role::viewer}) == std::nullopt);
    const SignInAs by_invitation{{}, invitation, scene.root};

    SECTION("named after the address") {
        const auto first = scene.ask_for<SignedIn>("", by_invitation);
        CHECK(first.name == "Ann Lee");
        CHECK(scene.ask_for<SignedIn>("", by_invitation).person == first.person);
        CHECK(scene.refused("", SignInAs{{}, invitation, scene.fresh<AccountId>()}) == Refusal::not_found);
    }
    SECTION("also where the database conflicts or cannot store") {
        scene.database.fail_commits(DatabaseError::conflict, 2);
        const auto first = scene.ask_for<SignedIn>("", by_invitation);
        CHECK(scene.row<PersonRow>(person_scope(first.person), first.person));
    }
    SECTION("not after it has ended") {
        scene.clock.jump(invitation_life);
        CHECK(scene.refused("", by_invitation) == Refusal::not_found);
    }
    SECTION("not where it could not be stored") {
        scene.database.fail_commits(DatabaseError::full, 1);
        CHECK(scene.refused("", by_invitation) == Refusal::not_stored);
        CHECK(scene.database.rows().scope(email_key("ann.lee@example.com")) == nullptr);
    }
}

TEST_CASE("the list of sign-ins names persons, roles, accounts and open invitations") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    const AccountId partner = scene.add(staff, scene.root, AccountKind::partner, "Harbour Telecom");
    const User jane = scene.administrator(staff, partner, Role::account_owner, "jane.doe@harbour.example");
    REQUIRE(scene.run(staff, partner,
                      InviteAdministrator{scene.fresh<InvitationId>(), "zoe@else.example", Role::viewer}) ==
            std::nullopt);

    const auto all = scene.ask_for<SignIns>("", ListSignIns{});
    REQUIRE(all.choices.size() == 3);
    CHECK_FALSE(all.more);
    CHECK(all.choices[0].name == "Jane Doe");
    CHECK(all.choices[0].account_name == "Harbour Telecom");
    CHECK(all.choices[0].account_kind == AccountKind::partner);
    CHECK(all.choices[0].person == jane.person);
    CHECK(all.choices[2].name == "Zoe");
    CHECK(all.choices[2].person.is_none());
    CHECK_FALSE(all.choices[2].invitation.is_none());

    const auto search = [&](const std::string& text) {
        return scene.ask_for<SignIns>("", ListSignIns{text}).choices.size();
    };
    CHECK(search("JANE") == 1);
    CHECK(search("harbour") == 2);
    CHECK(search("else.example") == 1);
    CHECK(search("nobody") == 0);

    AuthorityOptions options;
    options.demo_sign_in = true;
    options.featured = {scene.staff, scene.fresh<PersonId>()};
    scene.restart_authority(options);
    const auto featured = scene.ask_for<SignIns>("", ListSignIns{});
    REQUIRE(featured.choices.size() == 3);
    CHECK(featured.choices[0].name == "Stella Staff");
}

TEST_CASE("an authority that has ended answers nobody and touches nothing") {
    Scene scene;
    const User staff = scene.sign_in(scene.staff);
    const int request = GENERATE(0, 1, 2, 3);
    const int steps = GENERATE(0, 1, 2, 3);
    const RequestBody bodies[] = {ListSignIns{"s"}, Pull{}, SignInAs{scene.staff, {}, {}}, SignOut{}};
    std::optional<Reply> reply;
    scene.send(*scene.authority, staff.session, bodies[request], reply);
    scene.authority->start();
    for (int step = 0; step < steps; ++step) scene.clock.time().step();
    const bool answered = reply.has_value();
    scene.authority.reset();
    scene.clock.advance(one_hour);
    CHECK(reply.has_value() == answered);
}

TEST_CASE("text that is no request is malformed") {
    Scene scene;
    for (const char* text :
         {"", "{}", "[]", "{\"protocol\":1}", "{\"protocol\":1,\"type\":\"pulls\"}", "\xff"}) {
        std::optional<std::string> reply;
        scene.authority->handle(std::string(text), [&](std::string answer) { reply = std::move(answer); });
        scene.clock.settle();
        REQUIRE(reply);
        const auto decoded = decode_reply(*reply);
        REQUIRE(decoded);
        CHECK(std::get<Refusing>(*decoded).refusal == Refusal::malformed);
    }
}
