#include "authority/harbour.h"
#include "authority/passwords.h"
#include "authority/scene.h"
#include "authority/sessions.h"
#include "domain/limits.h"

using namespace scene;

namespace {

const std::string good = "correct horse battery";
const std::string other = "another good password";

// A scene whose people have passwords: the staff has one, and has invited Ann.
struct House : Scene {
    House() {
        // Before anybody has a password, the demo's way in.
        User first = sign_in(this->staff);
        invitation = fresh<InvitationId>();
        REQUIRE(run(first, root, InviteAdministrator{invitation, "Ann.Lee@example.com", Role::viewer}) == std::nullopt);
        staff_user = first;
        AuthorityOptions options;
        options.passwords = &passwords;
        options.people = &authority_people();
        restart_authority(options);
    }
    // What the staff's link is: one to the root's own invitation, made anew.
    std::string link() {
        return ask_for<LinkMade>(staff_user.session, MakeInvitationLink{root, Via::own, root, invitation}).token;
    }
    SignedIn ann() { return ask_for<SignedIn>("", UseLink{link(), good}); }
    bool is_signed_in(const std::string& session) { return refused(session, Pull{}) == std::nullopt; }

    TestPasswords passwords{clock};
    InvitationId invitation;
    User staff_user;
};

bool reads(House& house, const std::string& session, const Scope& scope) {
    Pull pull;
    pull.wanted = {scope};
    return house.ask_for<Pulled>(session, pull).scopes.at(0).answer == ScopeAnswer::whole;
}

std::vector<AccountId> grants_of(House& house, const PersonId& person) {
    std::vector<AccountId> accounts;
    house.database.rows().each<HeldGrantRow>(person_scope(person),
                                             [&](const HeldGrantRow& row) { accounts.push_back(row.account); });
    return accounts;
}

}  // namespace

TEST_CASE("an invitation's link makes the person, their password and a session, once") {
    House house;
    const std::string token = house.link();
    const auto found = house.ask_for<LinkFound>("", LookAtLink{token});
    CHECK(found.email == "ann.lee@example.com");
    CHECK_FALSE(found.has_password);
    CHECK(found.account_name == "Parasol Telecom");
    CHECK(found.account_kind == AccountKind::operator_);
    CHECK(found.role == Role::viewer);
    CHECK(found.invited_by_name == "Stella Staff");

    const auto ann = house.ask_for<SignedIn>("", UseLink{token, good});
    CHECK(ann.name == "Ann Lee");
    CHECK(house.is_signed_in(ann.session));
    CHECK(reads(house, ann.session, people_of(house.root)));  // the invitation is accepted
    CHECK(house.refused("", UseLink{token, other}) == Refusal::link_not_valid);
    CHECK(house.refused("", LookAtLink{token}) == Refusal::link_not_valid);
    const auto again = house.ask_for<SignedIn>("", SignIn{" ANN.lee@example.com ", good});
    CHECK(again.person == ann.person);
    CHECK(again.session != ann.session);
    // Neither the password, nor its hash, nor a token is in the database as it is.
    for (const std::string& line : text_of(house.database.rows())) {
        CHECK(line.find(good) == std::string::npos);
        CHECK(line.find(token) == std::string::npos);
        CHECK(line.find(again.session) == std::string::npos);
    }
}

TEST_CASE("signing in says neither by its answer nor by its work whether an address is known") {
    House house;
    house.ann();
    const int before = house.passwords.compared;
    CHECK(house.refused("", SignIn{"ann.lee@example.com", other}) == Refusal::wrong_sign_in);
    CHECK(house.refused("", SignIn{"nobody@example.com", good}) == Refusal::wrong_sign_in);
    CHECK(house.refused("", SignIn{"stella@operator.example", ""}) == Refusal::wrong_sign_in);  // has no password
    CHECK(house.refused("", SignIn{"", ""}) == Refusal::wrong_sign_in);
    CHECK(house.passwords.compared == before + 4);
    house.passwords.busy = true;
    const auto busy = house.ask_for<Refusing>("", SignIn{"ann.lee@example.com", good});
    CHECK(busy.refusal == Refusal::sign_in_slowed);
    CHECK(busy.until > house.clock.now());
}

TEST_CASE("others go on while a password is compared") {
    House house;
    house.ann();
    house.passwords.takes = 22;
    std::optional<Reply> sign_in, pull;
    house.send(*house.authority, "", SignIn{"ann.lee@example.com", good}, sign_in);
    house.send(*house.authority, house.staff_user.session, Pull{}, pull);
    while (!pull && house.clock.time().step()) {
    }
    CHECK(pull);
    CHECK_FALSE(sign_in);
    house.clock.time().run_until_idle(one_second);
    CHECK(std::holds_alternative<SignedIn>(*sign_in));
}

TEST_CASE("a password that changes while it is compared does not sign in") {
    House house;
    const auto ann = house.ann();
    house.passwords.takes = 22;
    std::optional<Reply> sign_in;
    house.send(*house.authority, "", SignIn{"ann.lee@example.com", good}, sign_in);
    const Scope scope = password_key(ann.person);
    // Somebody else's authority, over the same database.
    Batch batch;
    std::optional<Loaded> loaded;
    house.database.load({scope}, [&](Loaded answer) { loaded = std::move(answer); });
    while (!loaded) REQUIRE(house.clock.time().step());
    batch.read = {{scope, loaded->scopes[0].version}};
    batch.changes = {{scope, loaded->scopes[0].rows[0],
                      Row(PasswordRow{ann.person, house.vault.seal("another hash"), house.clock.now()})}};
    batch.now = house.clock.now();
    house.database.commit(batch, [](const Committed& result) { REQUIRE(result.error == DatabaseError::none); });
    house.clock.time().run_until_idle(one_second);
    CHECK(std::get<Refusing>(*sign_in).refusal == Refusal::wrong_sign_in);
}

TEST_CASE("a new password ends the sessions that began before it") {
    House house;
    const auto ann = house.ann();
    house.clock.jump(60 * one_second);
    const std::string token = "a token that a reset would have sent";
    const Scope scope = link_key(house.vault.fingerprint("link", token));
    LinkRow link;
    link.id = house.fresh<LinkId>();
    link.person = ann.person;
    link.expires = house.clock.now() + one_hour;
    link.made = house.clock.now();
    Batch batch;
    batch.read = {{scope, 0}};
    batch.changes = {{scope, std::nullopt, Row(link)}};
    batch.now = house.clock.now();
    house.database.commit(batch, [](const Committed& result) { REQUIRE(result.error == DatabaseError::none); });
    house.clock.settle();

    CHECK_FALSE(house.ask_for<LinkFound>("", LookAtLink{token}).has_password);
    SECTION("but not by a link that is over") {
        house.clock.jump(one_hour);
        CHECK(house.refused("", LookAtLink{token}) == Refusal::link_not_valid);
        CHECK(house.refused("", UseLink{token, other}) == Refusal::link_not_valid);
        return;
    }
    const auto renewed = house.ask_for<SignedIn>("", UseLink{token, other});
    CHECK(renewed.person == ann.person);
    CHECK(house.is_signed_in(renewed.session));
    CHECK_FALSE(house.is_signed_in(ann.session));
    CHECK(house.refused("", SignIn{"ann.lee@example.com", good}) == Refusal::wrong_sign_in);
    CHECK(house.is_signed_in(house.ask_for<SignedIn>("", SignIn{"ann.lee@example.com", other}).session));
    CHECK(house.refused("", UseLink{token, good}) == Refusal::link_not_valid);  // once
}

TEST_CASE("an invitation's link gives nobody a second password") {
    House house;
    const std::string first = house.link();
    SECTION("a new link ends the one before") {
        const std::string second = house.link();
        CHECK(house.refused("", UseLink{first, good}) == Refusal::link_not_valid);
        house.ask_for<SignedIn>("", UseLink{second, good});
    }
    const auto customer = house.add(house.staff_user, house.root, AccountKind::customer, "Customer");
    const auto second = house.fresh<InvitationId>();
    const InviteAdministrator invite{second, "ann.lee@example.com", Role::viewer};
    REQUIRE(house.run(house.staff_user, customer, invite) == std::nullopt);
    const MakeInvitationLink make{house.root, Via::parent, customer, second};
    const auto second_link = [&] { return house.ask_for<LinkMade>(house.staff_user.session, make).token; };
    SECTION("whoever has a password types it: an inviter is not let in as somebody else") {
        const auto ann = house.ask_for<SignedIn>("", UseLink{first, good});
        const std::string token = second_link();
        CHECK(house.ask_for<LinkFound>("", LookAtLink{token}).has_password);
        CHECK(house.refused("", UseLink{token, other}) == Refusal::wrong_sign_in);
        CHECK(house.is_signed_in(ann.session));
        CHECK(house.refused("", SignIn{"ann.lee@example.com", other}) == Refusal::wrong_sign_in);
        CHECK(grants_of(house, ann.person) == std::vector<AccountId>{house.root});
        const auto again = house.ask_for<SignedIn>("", UseLink{token, good});
        CHECK(again.person == ann.person);
        CHECK(grants_of(house, ann.person).size() == 2);
    }
    SECTION("also where it is chosen by two links at once") {
        const std::string token = second_link();
        std::optional<Reply> one, two;
        house.send(*house.authority, "", UseLink{first, good}, one);
        house.send(*house.authority, "", UseLink{token, other}, two);
        house.clock.settle();
        CHECK(std::holds_alternative<SignedIn>(*one));
        CHECK(std::get<Refusing>(*two).refusal == Refusal::wrong_sign_in);
    }
    SECTION("whoever took an address by one invitation gets nothing of another") {
        // The inviter opens the link that was meant for Ann, and is Ann from here on; somebody else invites Ann.
        const auto taken = house.ask_for<SignedIn>("", UseLink{first, good});
        CHECK(reads(house, taken.session, people_of(house.root)));
        CHECK_FALSE(reads(house, taken.session, invited_scope("ann.lee@example.com")));
        User ann{taken.session, taken.person, house.fresh<ClientId>(), 0};
        const AcceptInvitation accept{second, house.fresh<GrantId>()};
        house.push(ann, {house.envelope(ann, customer, customer, accept)});
        CHECK(house.outcome(ann, 1).refusal == Refusal::invitation_not_for_you);
        CHECK(grants_of(house, taken.person) == std::vector<AccountId>{house.root});
    }
    SECTION("not after the invitation was revoked") {
        REQUIRE(house.run(house.staff_user, house.root, RevokeInvitation{house.invitation}) == std::nullopt);
        CHECK(house.refused("", LookAtLink{first}) == Refusal::link_not_valid);
        CHECK(house.refused("", UseLink{first, good}) == Refusal::link_not_valid);
        CHECK(house.refused(house.staff_user.session,
                            MakeInvitationLink{house.root, Via::own, house.root, house.invitation}) ==
              Refusal::not_found);
    }
    SECTION("not after it has expired") {
        house.clock.jump(invitation_life);
        CHECK(house.refused("", UseLink{first, good}) == Refusal::link_not_valid);
    }
    SECTION("only for those who may invite") {
        const auto ann = house.ask_for<SignedIn>("", UseLink{first, good});
        const MakeInvitationLink own{house.root, Via::own, customer, second};
        CHECK(house.refused("", own) == Refusal::signed_out);
        CHECK(house.refused(ann.session, own) == Refusal::not_found);
        CHECK(house.refused(ann.session, make) == Refusal::not_allowed);  // a viewer
    }
    SECTION("not where it could not be stored") {
        house.database.fail_commits(DatabaseError::full, 1);
        CHECK(house.refused("", UseLink{first, good}) == Refusal::not_stored);
        house.ask_for<SignedIn>("", UseLink{first, good});
    }
    SECTION("also where the database conflicts") {
        house.database.fail_commits(DatabaseError::conflict, 2);
        house.ask_for<SignedIn>("", UseLink{first, good});
    }
}

TEST_CASE("a password is long enough and not the first that anybody would try") {
    const std::string email = "ann.lee.smith@example.com";
    const auto check = [&](const std::string& password) { return check_password(password, email); };
    CHECK(check(good) == std::nullopt);
    CHECK(check("elevenchars") == Refusal::password_too_short);
    CHECK(check("twelve chars") == std::nullopt);
    CHECK(check("\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F\xC3\xA4\xC3\xB6") == Refusal::password_too_short);  // 6 characters
    CHECK(check(std::string(257, 'a')) == Refusal::password_too_long);
    CHECK(check("aaaaaaaaaaaaaaaa") == Refusal::password_easy);
    CHECK(check("Ann.Lee.Smith@example.com") == Refusal::password_easy);
    CHECK(check("ann.lee.smith") == Refusal::password_easy);
    House house;
    const std::string link = house.link();
    CHECK(house.refused("", UseLink{link, "short"}) == Refusal::password_too_short);
    CHECK(house.refused("", UseLink{link, good}) == std::nullopt);
}

TEST_CASE("a federation's administrator invites, and gets no link") {
    Harbour h;
    h.name();
    h.set_limit(Limit::full);
    TestPasswords passwords(h.scene.clock);
    AuthorityOptions options;
    options.passwords = &passwords;
    options.people = &authority_people();
    h.scene.restart_authority(options);
    const auto invitation = h.scene.fresh<InvitationId>();
    const InviteAdministrator invite{invitation, "owner@elsewhere.example", Role::account_owner};
    REQUIRE(h.scene.run(h.mary, h.member, invite) == std::nullopt);
    const MakeInvitationLink through{h.owner, Via::federation, h.member, invitation};
    CHECK(h.scene.refused(h.serena.session, through) == Refusal::not_through_federation);
    const MakeInvitationLink own{h.member, Via::own, h.member, invitation};
    h.scene.ask_for<LinkMade>(h.mary.session, own);
}

TEST_CASE("without passwords nobody signs in by one") {
    Scene scene;
    CHECK(scene.refused("", SignIn{"stella@operator.example", good}) == Refusal::not_allowed);
    CHECK(scene.refused("", UseLink{"x", good}) == Refusal::not_allowed);
    CHECK(scene.refused("", LookAtLink{"x"}) == Refusal::not_allowed);
    CHECK(scene.refused("", MakeInvitationLink{}) == Refusal::not_allowed);
}
