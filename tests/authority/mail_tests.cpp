// What goes by mail: from the commit of its cause, until a relay has taken it.
#include "authority/people.h"
#include "domain/limits.h"

using namespace scene;

namespace {

std::size_t waiting(const PeopleHouse& house) {
    std::size_t rows = 0;
    for (const auto& [scope, held] : house.database.rows().scopes()) {
        if (scope.kind == ScopeKind::key_mail) rows += held.count<MailRow>();
    }
    return rows;
}

InvitationId invite_bob(PeopleHouse& house) {
    const auto id = house.fresh<InvitationId>();
    REQUIRE(house.run(house.staff_user, house.root, InviteAdministrator{id, "bob@example.com", Role::viewer}) ==
            std::nullopt);
    return id;
}

}  // namespace

TEST_CASE("an invitation's link goes to the invited address, and a new one in its place") {
    PeopleHouse house;
    const auto invitation = house.fresh<InvitationId>();
    REQUIRE(house.run(house.staff_user, house.root, InviteAdministrator{invitation, "Bob@Example.com", Role::viewer}) ==
            std::nullopt);
    CHECK(waiting(house) == 1);
    house.pass(one_second);
    REQUIRE(house.mailer.sent.size() == 1);
    const Mail mail = house.mailer.sent[0];
    CHECK(mail.kind == MailKind::invitation);
    CHECK(mail.email == "bob@example.com");
    CHECK(mail.invitation.account_name == "Parasol Telecom");
    CHECK(house.ask_for<LinkFound>("", LookAtLink{mail.token}).email == "bob@example.com");
    CHECK(waiting(house) == 0);

    const auto shown = house.ask_for<LinkMade>(house.staff_user.session,
                                               MakeInvitationLink{house.root, Via::own, house.root, invitation});
    house.pass(one_second);
    REQUIRE(house.mailer.sent.size() == 2);
    CHECK(house.mailer.sent[1].token == shown.token);
    CHECK(house.refused("", LookAtLink{mail.token}) == Refusal::link_not_valid);
    for (const std::string& line : text_of(house.database.rows())) CHECK(line.find(shown.token) == std::string::npos);
}

TEST_CASE("mail that was not taken is tried again after longer and longer pauses, and given up in the end") {
    PeopleHouse house;
    house.mailer.ends = MailEnd::failed;
    const InvitationId invitation = invite_bob(house);
    house.pass(30 * one_second);
    CHECK(house.mailer.tried == 1);
    house.pass(40 * one_second);
    CHECK(house.mailer.tried == 2);
    house.pass(60 * one_second);
    CHECK(house.mailer.tried == 2);
    SECTION("sent once the relay is back") {
        house.mailer.ends = MailEnd::sent;
        house.pass(one_hour);
        CHECK(house.mailer.sent.size() == 1);
        CHECK(waiting(house) == 0);
    }
    SECTION("by another authority, where this one ends") {
        house.mailer.ends = MailEnd::sent;
        house.begin();
        house.pass(one_hour);
        CHECK(house.mailer.sent.size() == 1);
    }
    SECTION("not sent where the invitation is revoked meanwhile") {
        house.mailer.ends = MailEnd::sent;
        REQUIRE(house.run(house.staff_user, house.root, RevokeInvitation{invitation}) == std::nullopt);
        house.pass(one_hour);
        CHECK(house.mailer.sent.empty());
        CHECK(waiting(house) == 0);
    }
    SECTION("given up") {
        for (int hour = 0; hour < 6 * 24; ++hour) house.pass(one_hour);
        CHECK(house.mailer.given_up.size() == 1);
        CHECK(house.mailer.tried < 40);
        CHECK(waiting(house) == 0);
    }
    SECTION("refused for good") {
        house.mailer.ends = MailEnd::refused;
        house.pass(one_hour);
        CHECK(house.mailer.given_up.size() == 1);
        CHECK(waiting(house) == 0);
    }
}

TEST_CASE("mail is not lost where an authority ends before it hears what became of it, and two send it once") {
    PeopleHouse house;
    house.mailer.silent = true;
    AuthorityOptions options;
    options.passwords = &house.passwords;
    options.people = &authority_people();
    options.mailer = &house.mailer;
    Authority second(house.database, house.clock, house.chance, house.vault, options);
    second.start();
    invite_bob(house);
    house.pass(59 * one_second);
    CHECK(house.mailer.sent.size() == 1);
    CHECK(waiting(house) == 1);
    house.mailer.silent = false;
    house.pass(3 * 60 * one_second);
    CHECK(house.mailer.sent.size() == 2);
    CHECK(waiting(house) == 0);
}

TEST_CASE("a reset says nothing of who is there, and its link chooses another password once within an hour") {
    PeopleHouse house;
    CHECK(house.refused("", RequestPasswordReset{"nobody@example.com"}) == std::nullopt);
    house.pass(one_second);
    CHECK(house.mailer.sent.empty());
    // Answered before anything is read.
    std::optional<Reply> reply;
    house.send(*house.authority, "", RequestPasswordReset{" ANN.Lee@example.com"}, reply);
    CHECK(std::holds_alternative<Acknowledged>(reply.value()));
    house.pass(one_second);
    REQUIRE(house.mailer.sent.size() == 1);
    const Mail mail = house.mailer.sent[0];
    CHECK(mail.kind == MailKind::password_reset);
    CHECK(mail.email == PeopleHouse::email);
    CHECK(mail.name == "Ann Lee");
    const auto found = house.ask_for<LinkFound>("", LookAtLink{mail.token});
    CHECK(found.email == PeopleHouse::email);
    CHECK_FALSE(found.has_password);

    SECTION("it is over after an hour") {
        house.clock.jump(reset_link_life);
        CHECK(house.refused("", UseLink{mail.token, PeopleHouse::other}) == Refusal::link_not_valid);
    }
    SECTION("it works once, and ends all sessions and other links") {
        house.ask("", RequestPasswordReset{PeopleHouse::email});
        house.pass(one_second);
        REQUIRE(house.mailer.sent.size() == 2);
        CHECK(house.refused("", UseLink{mail.token, "short"}) == Refusal::password_too_short);
        const auto in = house.ask_for<SignedIn>("", UseLink{mail.token, PeopleHouse::other});
        CHECK(house.is_signed_in(in.session));
        CHECK_FALSE(house.is_signed_in(house.ann.session));
        CHECK(house.refused("", UseLink{mail.token, PeopleHouse::other}) == Refusal::link_not_valid);
        CHECK(house.refused("", UseLink{house.mailer.sent[1].token, PeopleHouse::good}) == Refusal::link_not_valid);
        house.pass(one_second);
        CHECK(house.mailer.sent.back().kind == MailKind::password_changed);
    }
}

TEST_CASE("without a relay nothing is mailed, and the page is told so") {
    PeopleHouse house;
    CHECK(house.ask_for<ServerInfo>("", GetServerInfo{}).mail);
    AuthorityOptions options;
    options.passwords = &house.passwords;
    options.people = &authority_people();
    house.restart_authority(options);
    house.authority->start();
    CHECK(house.ask_for<ServerInfo>("", GetServerInfo{}).passwords);
    CHECK_FALSE(house.ask_for<ServerInfo>("", GetServerInfo{}).mail);
    CHECK(house.refused("", RequestPasswordReset{PeopleHouse::email}) == Refusal::not_allowed);
    invite_bob(house);
    CHECK(waiting(house) == 0);
}

TEST_CASE("notices that ask for a decision come by mail, gathered for a minute, and others as one likes") {
    PeopleHouse house;
    User& ann = house.ann;
    // What the staff does, Ann is told of: she owns the root, too.
    const AccountId partner = house.add(house.staff_user, house.root, AccountKind::partner, "Partner");
    const auto founded = house.found(house.staff_user, house.root, partner, "West Wide");
    house.pass(2 * 60 * one_second);
    house.mailer.sent.clear();
    const auto ask_to_join = [&](const std::string& name) {
        const AccountId account = house.add(house.staff_user, partner, AccountKind::customer, name);
        const auto found = house.ask_for<CodeFound>(house.staff_user.session,
                                                    LookUpCode{house.root, Via::parent, account, founded.text});
        const Join join{house.fresh<JoinRequestId>(), found.ticket, Limit::full, 0};
        REQUIRE(house.run(house.staff_user, account, join) == std::nullopt);
    };
    SECTION("as it is from the beginning") {
        ask_to_join("First");
        house.pass(30 * one_second);
        CHECK(house.mailer.sent.empty());
        ask_to_join("Second");
        house.pass(40 * one_second);
        REQUIRE(house.mailer.sent.size() == 1);
        CHECK(house.mailer.sent[0].email == PeopleHouse::email);
        REQUIRE(house.mailer.sent[0].notices.size() == 2);
        CHECK(house.mailer.sent[0].notices[0].other_name == "First");
        CHECK(waiting(house) == 0);
    }
    SECTION("not what was read meanwhile") {
        ask_to_join("First");
        std::vector<NoticeId> read;
        house.database.rows().each<NoticeRow>(inbox_of(ann.person),
                                              [&](const NoticeRow& row) { read.push_back(row.id); });
        REQUIRE(house.run(ann, house.root, ReadNotices{read}) == std::nullopt);
        house.pass(2 * 60 * one_second);
        CHECK(house.mailer.sent.empty());
        CHECK(waiting(house) == 0);
    }
    SECTION("nothing where one wants nothing, and that stays where only the other is set") {
        REQUIRE(house.run(ann, house.root, SetNoticePreferences{0, 0}) == std::nullopt);
        REQUIRE(house.run(ann, house.root, SetNoticePreferences{1 << static_cast<int>(NoticeTopic::limits)}) ==
                std::nullopt);
        ask_to_join("First");
        house.pass(2 * 60 * one_second);
        CHECK(house.mailer.sent.empty());
    }
}
