// How people sign in: sessions, the second factor, and what needs the password once more.
#include "authority/people.h"
#include "domain/limits.h"

using namespace scene;

namespace {

Sessions sessions_of(PeopleHouse& house, const std::string& session) {
    return house.ask_for<Sessions>(session, ListSessions{});
}

}  // namespace

TEST_CASE("a session that rests too long has ended, one that is used goes on until its last day") {
    PeopleHouse house;
    const std::string resting = house.new_session();
    for (int day = 0; day < 13; ++day) {
        house.clock.jump(one_day);
        CHECK(house.is_signed_in(house.ann.session));
    }
    house.clock.jump(one_day);
    CHECK_FALSE(house.is_signed_in(resting));
    CHECK(house.is_signed_in(house.ann.session));
    for (int day = 14; day < 89; ++day) {
        house.clock.jump(one_day);
        CHECK(house.is_signed_in(house.ann.session));
    }
    house.clock.jump(one_day);
    CHECK_FALSE(house.is_signed_in(house.ann.session));
}

TEST_CASE("on a shared computer a session is over after twelve hours, however it is used") {
    PeopleHouse house;
    const std::string shared = house.new_session({}, true);
    for (int hour = 0; hour < 11; ++hour) {
        house.clock.jump(one_hour);
        CHECK(house.is_signed_in(shared));
    }
    house.clock.jump(one_hour);
    CHECK_FALSE(house.is_signed_in(shared));
    CHECK(house.is_signed_in(house.ann.session));
}

TEST_CASE("a person lists their sessions and ends others") {
    PeopleHouse house;
    house.clock.jump(one_hour);
    Request request;
    request.body = SignIn{PeopleHouse::email, PeopleHouse::good};
    request.sender = {"Firefox on Linux", "192.0.2.7"};
    std::optional<Reply> reply;
    house.authority->handle(request, [&](Reply answer) { reply = std::move(answer); });
    house.clock.settle();
    const std::string second = std::get<SignedIn>(*reply).session;

    const Sessions found = sessions_of(house, second);
    REQUIRE(found.sessions.size() == 2);
    CHECK(found.sessions[0].current);
    CHECK(found.sessions[0].browser == "Firefox on Linux");
    CHECK(found.sessions[0].network == "192.0.2.7");
    CHECK(found.sessions[0].created == house.clock.now());
    CHECK(found.confirmed_until == house.clock.now() + confirmation_life);
    CHECK_FALSE(found.sessions[1].current);
    CHECK(found.sessions[1].used < house.clock.now());
    CHECK(house.refused("nobody's", ListSessions{}) == Refusal::signed_out);
    // Nobody ends somebody else's: it is answered as one that has ended.
    const User staff = house.staff_user;
    CHECK(house.refused(staff.session, RevokeSession{found.sessions[0].id}) == std::nullopt);
    CHECK(house.is_signed_in(second));

    SECTION("one of them") {
        CHECK(house.refused(second, RevokeSession{found.sessions[1].id}) == std::nullopt);
        CHECK_FALSE(house.is_signed_in(house.ann.session));
        CHECK(house.is_signed_in(second));
        CHECK(sessions_of(house, second).sessions.size() == 1);
    }
    SECTION("all others") {
        house.new_session();
        CHECK(house.refused(second, RevokeSession{{}, true}) == std::nullopt);
        CHECK_FALSE(house.is_signed_in(house.ann.session));
        CHECK(house.is_signed_in(second));
        CHECK(sessions_of(house, second).sessions.size() == 1);
    }
    CHECK(house.is_signed_in(staff.session));
}

TEST_CASE("what gives a federation or an account away asks for the password once more") {
    PeopleHouse house;
    house.rest();
    const auto invite = [&](Role role) {
        return Command(InviteAdministrator{house.fresh<InvitationId>(), "bob@example.com", role});
    };
    User& ann = house.ann;
    const Envelope viewer = house.envelope(ann, house.root, house.root, invite(Role::viewer));
    const Envelope owner = house.envelope(ann, house.root, house.root,
                                          InviteAdministrator{house.fresh<InvitationId>(), "carl@example.com",
                                                              Role::account_owner});
    const Envelope after = house.envelope(ann, house.root, house.root, ReadNotices{});
    // What comes before it is taken; it and what follows is not, and no number is used up.
    const Pushed held = house.push(ann, {viewer, owner, after});
    CHECK(held.last_seq == 1);
    CHECK(held.refusal == Refusal::confirmation_needed);
    CHECK(house.push(ann, {owner, after}).refusal == Refusal::confirmation_needed);

    CHECK(house.refused(ann.session, ConfirmSignIn{PeopleHouse::other}) == Refusal::wrong_sign_in);
    CHECK(house.push(ann, {owner}).refusal == Refusal::confirmation_needed);
    CHECK(house.refused("", ConfirmSignIn{PeopleHouse::good}) == Refusal::signed_out);
    // Another of their sessions is not this one.
    house.new_session();
    CHECK(house.push(ann, {owner}).refusal == Refusal::confirmation_needed);
    const auto confirmed = house.ask_for<Confirmed>(ann.session, ConfirmSignIn{PeopleHouse::good});
    CHECK(confirmed.until == house.clock.now() + confirmation_life);
    const Pushed taken = house.push(ann, {owner, after});
    CHECK(taken.last_seq == 3);
    CHECK_FALSE(taken.refusal);
    CHECK(house.outcome(ann, 2).refusal == std::nullopt);
    house.rest();
    CHECK(house.push(ann, {house.envelope(ann, house.root, house.root, invite(Role::account_owner))}).refusal ==
          Refusal::confirmation_needed);
}

TEST_CASE("which commands need a confirmation") {
    const auto invite = [](Role role) { return Command(InviteAdministrator{{}, "a@b.example", role}); };
    for (const Command& command : {invite(Role::account_owner), Command(RemoveAdministrator{}), Command(Dissolve{}),
                                   Command(OfferTransfer{}), Command(AcceptTransfer{})}) {
        CHECK(needs_confirmation(command));
    }
    for (const Command& command : {invite(Role::viewer), Command(AddAccount{}), Command(Leave{}),
                                   Command(DeclineTransfer{}), Command(RevokeInvitation{})}) {
        CHECK_FALSE(needs_confirmation(command));
    }
}

TEST_CASE("a changed password ends all sessions but the one it was changed in, and is told by mail") {
    PeopleHouse house;
    const std::string second = house.new_session();
    house.rest();
    CHECK(house.refused(house.ann.session, ChangePassword{PeopleHouse::other}) == Refusal::confirmation_needed);
    CHECK(house.is_signed_in(house.ann.session));
    house.ask_for<Confirmed>(house.ann.session, ConfirmSignIn{PeopleHouse::good});
    CHECK(house.refused(house.ann.session, ChangePassword{"short"}) == Refusal::password_too_short);
    CHECK(house.refused(house.ann.session, ChangePassword{"ann.lee@example.com"}) == Refusal::password_easy);
    const auto next = house.ask_for<SignedIn>(house.ann.session, ChangePassword{PeopleHouse::other});
    CHECK(house.is_signed_in(next.session));
    CHECK_FALSE(house.is_signed_in(house.ann.session));
    CHECK_FALSE(house.is_signed_in(second));
    CHECK(sessions_of(house, next.session).sessions.size() == 1);
    CHECK(house.refused("", SignIn{PeopleHouse::email, PeopleHouse::good}) == Refusal::wrong_sign_in);
    CHECK(house.refused("", SignIn{PeopleHouse::email, PeopleHouse::other}) == std::nullopt);
    house.pass(2 * one_second);
    REQUIRE(house.mailer.sent.size() == 1);
    CHECK(house.mailer.sent[0].kind == MailKind::password_changed);
    CHECK(house.mailer.sent[0].email == PeopleHouse::email);
}

TEST_CASE("with a second factor a password alone signs nobody in, and a code does once") {
    PeopleHouse house;
    house.rest();
    CHECK(house.refused(house.ann.session, BeginSecondFactor{}) == Refusal::confirmation_needed);
    house.ask_for<Confirmed>(house.ann.session, ConfirmSignIn{PeopleHouse::good});
    const auto begun = house.ask_for<SecondFactorBegun>(house.ann.session, BeginSecondFactor{});
    CHECK(begun.uri == "otpauth://totp/Parasol:ann.lee%40example.com?secret=SECRET1002&issuer=Parasol");
    CHECK(begun.secret == "SECR ET10 02");
    CHECK(begun.size == 2);
    // It does not count before it was shown to work.
    CHECK(house.refused("", SignIn{PeopleHouse::email, PeopleHouse::good}) == std::nullopt);
    CHECK(house.refused(house.ann.session, TurnOnSecondFactor{"000000"}) == Refusal::code_wrong);
    house.secret = "SECRET1002";
    const auto codes = house.ask_for<RecoveryCodes>(house.ann.session, TurnOnSecondFactor{house.code()}).codes;
    CHECK(codes.size() == recovery_code_count);

    const auto sign_in = [&](const std::string& code) {
        return house.refused("", SignIn{PeopleHouse::email, PeopleHouse::good, code});
    };
    CHECK(sign_in("") == Refusal::second_factor_needed);
    CHECK(house.refused("", SignIn{PeopleHouse::email, PeopleHouse::other, "000000"}) == Refusal::wrong_sign_in);
    CHECK(sign_in("000000") == Refusal::code_wrong);
    CHECK(sign_in(house.code()) == Refusal::code_wrong);  // it has turned it on
    house.clock.jump(60 * one_second);
    CHECK(sign_in(house.code()) == std::nullopt);
    CHECK(sign_in(house.code()) == Refusal::code_wrong);
    // Nor one of the half minute before.
    CHECK(sign_in(TestCodes::code_at(house.secret, house.clock.now() - 30 * one_second)) == Refusal::code_wrong);

    CHECK(sign_in(codes[3]) == std::nullopt);
    CHECK(sign_in(codes[3]) == Refusal::code_wrong);
    const Sessions state = sessions_of(house, house.ann.session);
    CHECK(state.recovery_codes == recovery_code_count - 1);
    CHECK(state.second_factor != 0);

    house.rest();
    CHECK(house.refused(house.ann.session, ConfirmSignIn{PeopleHouse::good}) == Refusal::second_factor_needed);
    CHECK(house.refused(house.ann.session, ConfirmSignIn{PeopleHouse::good, "000000"}) == Refusal::code_wrong);
    CHECK(house.refused(house.ann.session, MakeRecoveryCodes{}) == Refusal::confirmation_needed);
    CHECK(house.refused(house.ann.session, TurnOffSecondFactor{}) == Refusal::confirmation_needed);
    house.ask_for<Confirmed>(house.ann.session, ConfirmSignIn{PeopleHouse::good, house.code()});
    const auto anew = house.ask_for<RecoveryCodes>(house.ann.session, MakeRecoveryCodes{}).codes;
    CHECK(sign_in(codes[4]) == Refusal::code_wrong);
    CHECK(sign_in(anew[4]) == std::nullopt);
    CHECK(house.refused(house.ann.session, TurnOffSecondFactor{}) == std::nullopt);
    CHECK(sign_in("") == std::nullopt);
    // Neither a secret nor a recovery code is in the database as it is.
    for (const std::string& line : text_of(house.database.rows())) {
        CHECK(line.find("SECRET") == std::string::npos);
        CHECK(line.find(anew[0]) == std::string::npos);
    }
}

TEST_CASE("a second factor that was begun long ago is not turned on") {
    PeopleHouse house;
    house.ask_for<SecondFactorBegun>(house.ann.session, BeginSecondFactor{});
    house.secret = "SECRET1001";
    house.clock.jump(second_factor_begun_life);
    CHECK(house.refused(house.ann.session, TurnOnSecondFactor{house.code()}) == Refusal::confirmation_needed);
    house.ask_for<Confirmed>(house.ann.session, ConfirmSignIn{PeopleHouse::good});
    CHECK(house.refused(house.ann.session, TurnOnSecondFactor{house.code()}) == Refusal::not_found);
}

TEST_CASE("a link does not go around the second factor") {
    PeopleHouse house;
    const auto codes = house.second_factor();
    SECTION("of another password") {
        CHECK(house.refused("", RequestPasswordReset{PeopleHouse::email}) == std::nullopt);
    }
    SECTION("of an invitation") {
        const AccountId below = house.add(house.ann, house.root, AccountKind::partner, "Below");
        REQUIRE(house.run(house.ann, below, InviteAdministrator{house.fresh<InvitationId>(), PeopleHouse::email,
                                                                Role::viewer}) == std::nullopt);
    }
    house.pass(5 * one_second);
    const std::string token = house.mailer.sent.back().token;
    REQUIRE_FALSE(token.empty());
    CHECK(house.ask_for<LinkFound>("", LookAtLink{token}).second_factor);
    const bool invited = house.ask_for<LinkFound>("", LookAtLink{token}).has_password;
    const std::string password = invited ? PeopleHouse::good : PeopleHouse::other;
    CHECK(house.refused("", UseLink{token, password}) == Refusal::second_factor_needed);
    CHECK(house.refused("", UseLink{token, password, "000000"}) == Refusal::code_wrong);
    CHECK(house.refused("", SignIn{PeopleHouse::email, PeopleHouse::good, codes[0]}) == std::nullopt);
    CHECK(house.refused("", UseLink{token, password, codes[0]}) == Refusal::code_wrong);
    CHECK(house.refused("", UseLink{token, password, codes[1]}) == std::nullopt);
    CHECK(house.refused("", LookAtLink{token}) == Refusal::link_not_valid);
}
