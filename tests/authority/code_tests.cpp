#include "authority/scene.h"
#include "domain/limits.h"
#include "domain/text_rules.h"

using namespace scene;

namespace {

// A partner with an owner account, which has a federation, and a customer that wants to join.
struct Town {
    explicit Town(Scene& scene) : staff(scene.sign_in(scene.staff)) {
        partner = scene.add(staff, scene.root, AccountKind::partner, "Partner");
        owner = scene.add(staff, partner, AccountKind::customer, "Owner Ltd");
        customer = scene.add(staff, partner, AccountKind::customer, "Customer Ltd");
        jane = scene.administrator(staff, partner, Role::account_owner, "jane@partner.example");
        john = scene.administrator(staff, customer, Role::account_owner, "john@customer.example");
        founded = scene.found(jane, partner, owner, "Harbour");
    }
    LookUpCode look_up(const std::string& code) const { return {customer, Via::own, customer, code}; }

    User staff;
    User jane;
    User john;
    AccountId partner;
    AccountId owner;
    AccountId customer;
    Scene::Founded founded;
};

std::string wrong_code(int number) {
    std::string code(11, 'A');
    code.push_back(access_code_alphabet[static_cast<std::size_t>(number)]);
    return code;
}

}  // namespace

TEST_CASE("a code that is typed answers a ticket, with which one joins") {
    Scene scene;
    Town town(scene);
    REQUIRE(town.founded.text.size() == 14);
    std::string typed = lower_email(town.founded.text);
    typed.erase(4, 1);
    const auto found = scene.ask_for<CodeFound>(town.john.session, town.look_up(typed));
    CHECK(found.code == town.founded.text);
    CHECK(found.federation == town.founded.federation);
    CHECK(found.federation_name == "Harbour");
    CHECK(found.creator_name == "Owner Ltd");
    CHECK(found.members == 1);
    const Join join{scene.fresh<JoinRequestId>(), found.ticket};
    CHECK(scene.run(town.john, town.customer, join) == std::nullopt);
    CHECK(scene.row<JoinRequestRow>(federation_owner_scope(found.federation), join.request));

    SECTION("a ticket is of one person and one account, for a day") {
        User mary =
            scene.administrator(town.staff, town.customer, Role::account_owner, "mary@customer.example");
        REQUIRE(scene.run(town.john, town.customer, Withdraw{found.federation, join.request}) ==
                std::nullopt);
        const auto again = scene.ask_for<CodeFound>(town.john.session, town.look_up(typed));
        CHECK(scene.run(mary, town.customer, Join{scene.fresh<JoinRequestId>(), again.ticket}) ==
              Refusal::code_not_valid);
        scene.clock.jump(ticket_life);
        CHECK(scene.run(town.john, town.customer, Join{scene.fresh<JoinRequestId>(), again.ticket}) ==
              Refusal::code_not_valid);
    }
}

TEST_CASE("the text of a code is nowhere but in the reply that reveals it") {
    Scene scene;
    Town town(scene);
    const std::string symbols = *normalise_access_code(town.founded.text);
    for (const std::string& line : text_of(scene.database.rows())) {
        CHECK(line.find(symbols) == std::string::npos);
        CHECK(line.find(town.founded.text) == std::string::npos);
    }
    for (const JournalRecord& record : scene.database.entries()) {
        CHECK(record.drawn.code_sealed.find(symbols) == std::string::npos);
        CHECK(record.drawn.code_fingerprint.find(symbols) == std::string::npos);
    }
}

TEST_CASE("every code that does not open anything gets the same answer") {
    Scene scene;
    Town town(scene);
    const auto answer = [&](const std::string& code) {
        const Reply reply = scene.ask(town.john.session, town.look_up(code));
        return encode(reply);
    };
    const std::string wrong = answer(wrong_code(1));
    CHECK(decode_reply(wrong));
    CHECK(std::get<Refusing>(*decode_reply(wrong)).refusal == Refusal::code_not_valid);

    const auto issue = [&](std::int64_t uses, const std::string& only_for, Instant expires) {
        const auto code = scene.fresh<AccessCodeId>();
        const IssueCode command{town.founded.federation, code, "label", expires, uses, only_for};
        REQUIRE(scene.run(town.jane, town.owner, command) == std::nullopt);
        const RevealCode reveal{town.partner, Via::parent, town.owner, town.founded.federation, code};
        return std::make_pair(code, scene.ask_for<CodeText>(town.jane.session, reveal).text);
    };
    const Instant later = scene.clock.now() + 5 * one_day;

    SECTION("less than a code") { CHECK(answer("ACDE-FGH") == wrong); }
    SECTION("revoked") {
        REQUIRE(scene.run(town.jane, town.owner, RevokeCode{town.founded.federation, town.founded.code}) ==
                std::nullopt);
        CHECK(answer(town.founded.text) == wrong);
    }
    SECTION("expired, before a tick has written it") {
        scene.clock.jump(access_code_life);
        town.john.session = scene.sign_in(town.john.person).session;
        CHECK(answer(town.founded.text) == wrong);
    }
    SECTION("for another account") {
        // Also where nobody has that number: it says nothing of which numbers there are.
        const auto& rows = scene.database.rows();
        const auto* partner = rows.find<AccountRow>(account_scope(town.partner), town.partner);
        CHECK(answer(issue(1, partner->number, later).second) == wrong);
        CHECK(answer(issue(1, "999999999", later).second) == wrong);
    }
    SECTION("for this account, which is what opens it") {
        const auto& rows = scene.database.rows();
        const auto* customer = rows.find<AccountRow>(account_scope(town.customer), town.customer);
        const auto [code, text] = issue(1, customer->number, later);
        CHECK(std::holds_alternative<CodeFound>(*decode_reply(answer(text))));
    }
    SECTION("used up") {
        const AccountId other = scene.add(town.jane, town.partner, AccountKind::customer, "Other Ltd");
        const auto [code, text] = issue(1, {}, later);
        const auto found =
            scene.ask_for<CodeFound>(town.jane.session, LookUpCode{town.partner, Via::parent, other, text});
        REQUIRE(scene.run(town.jane, other, Join{scene.fresh<JoinRequestId>(), found.ticket}) ==
                std::nullopt);
        CHECK(answer(text) == wrong);
    }
    SECTION("of a federation that was dissolved") {
        REQUIRE(scene.run(town.jane, town.owner, Dissolve{town.founded.federation, "Harbour"}) ==
                std::nullopt);
        CHECK(answer(town.founded.text) == wrong);
    }
}

TEST_CASE("a live code tells who may not join with it why, before Join, and is no wrong try") {
    Scene scene;
    Town town(scene);
    const auto john_types = [&](const std::string& code) {
        return scene.refused(town.john.session, town.look_up(code));
    };
    const AccountId second = scene.add(town.staff, town.partner, AccountKind::customer, "Second Ltd");
    const auto other = scene.found(town.jane, town.partner, second, "Second Harbour");

    SECTION("its own federation, another one") {
        const auto jane_types = [&](const std::string& code) {
            return scene.refused(town.jane.session, LookUpCode{town.partner, Via::parent, town.owner, code});
        };
        CHECK(jane_types(town.founded.text) == Refusal::own_federation);
        CHECK(jane_types(other.text) == Refusal::already_in_federation);
        CHECK(scene.database.rows().scope(tries_key(town.owner)) == nullptr);
    }
    SECTION("a request that waits elsewhere; asking the same federation again is no refusal") {
        const auto found = scene.ask_for<CodeFound>(town.john.session, town.look_up(town.founded.text));
        REQUIRE(scene.run(town.john, town.customer, Join{scene.fresh<JoinRequestId>(), found.ticket}) ==
                std::nullopt);
        CHECK(john_types(other.text) == Refusal::request_pending);
        CHECK(john_types(town.founded.text) == std::nullopt);
    }
    SECTION("another partner") {
        const AccountId abroad = scene.add(town.staff, scene.root, AccountKind::partner, "Abroad");
        const AccountId far = scene.add(town.staff, abroad, AccountKind::customer, "Far Ltd");
        const LookUpCode look_up{scene.root, Via::parent, far, town.founded.text};
        CHECK(scene.refused(town.staff.session, look_up) == Refusal::outside_partner);
    }
    SECTION("and never where the code is dead") {
        REQUIRE(scene.run(town.jane, second, RevokeCode{other.federation, other.code}) == std::nullopt);
        const LookUpCode look_up{town.partner, Via::parent, town.owner, other.text};
        CHECK(scene.refused(town.jane.session, look_up) == Refusal::code_not_valid);
    }
}

TEST_CASE("five different wrong codes in an hour lock code entry for that hour") {
    Scene scene;
    Town town(scene);
    const Instant first = scene.clock.now();
    const auto ask = [&](const std::string& code) {
        const Reply reply = scene.ask(town.john.session, town.look_up(code));
        const auto* refusing = std::get_if<Refusing>(&reply);
        return refusing ? *refusing : Refusing{Refusal::malformed, -1};
    };
    for (int number = 0; number < 4; ++number) {
        CHECK(ask(wrong_code(number)).refusal == Refusal::code_not_valid);
        // The same one again is no other try.
        CHECK(ask(wrong_code(number)).refusal == Refusal::code_not_valid);
        CHECK(ask("half a co").refusal == Refusal::code_not_valid);
        scene.clock.jump(one_second);
    }
    const Refusing fifth = ask(wrong_code(4));
    CHECK(fifth.refusal == Refusal::code_entry_locked);
    CHECK(fifth.until == first + code_lock_window);

    SECTION("also for a right code, until then") {
        CHECK(ask(town.founded.text).refusal == Refusal::code_entry_locked);
        scene.restart_authority();
        scene.clock.jump(first + code_lock_window - 1 - scene.clock.now());
        CHECK(ask(town.founded.text).refusal == Refusal::code_entry_locked);
        scene.clock.jump(1);
        CHECK(ask(town.founded.text).until == -1);
        // Four tries of that hour are left: the next one locks again.
        CHECK(ask(wrong_code(6)).refusal == Refusal::code_entry_locked);
    }
    SECTION("for the account, whoever asks") {
        const LookUpCode look_up{town.partner, Via::parent, town.customer, town.founded.text};
        CHECK(scene.refused(town.jane.session, look_up) == Refusal::code_entry_locked);
    }
    SECTION("and for the person, wherever") {
        User& john = town.john;
        const auto invitation = scene.fresh<InvitationId>();
        REQUIRE(scene.run(town.staff, town.partner,
                          InviteAdministrator{invitation, "john@customer.example", Role::account_owner}) ==
                std::nullopt);
        const auto accept = scene.envelope(john, town.partner, town.partner,
                                           AcceptInvitation{invitation, scene.fresh<GrantId>()});
        scene.push(john, {accept});
        const LookUpCode look_up{town.partner, Via::own, town.partner, town.founded.text};
        CHECK(scene.refused(john.session, look_up) == Refusal::code_entry_locked);
    }
    SECTION("others may go on") {
        const LookUpCode look_up{town.partner, Via::own, town.partner, town.founded.text};
        CHECK(scene.refused(town.jane.session, look_up) == std::nullopt);
    }
}

TEST_CASE("only who may manage the account by the stated path may type codes or see them") {
    Scene scene;
    Town town(scene);
    User viewer = scene.administrator(town.staff, town.partner, Role::viewer, "vera@partner.example");
    const auto look_up = [&](const User& user, AccountId home, Via via, AccountId account) {
        return scene.refused(user.session, LookUpCode{home, via, account, town.founded.text});
    };
    const auto reveal = [&](const User& user, AccountId home, Via via, AccountId account) {
        return scene.refused(user.session,
                             RevealCode{home, via, account, town.founded.federation, town.founded.code});
    };
    CHECK(look_up(viewer, town.partner, Via::parent, town.customer) == Refusal::not_allowed);
    CHECK(look_up(town.john, town.customer, Via::own, town.partner) == Refusal::not_found);
    CHECK(look_up(town.john, town.partner, Via::parent, town.customer) == Refusal::not_found);
    CHECK(look_up(town.john, town.customer, Via::own, scene.fresh<AccountId>()) == Refusal::not_found);
    CHECK(look_up(User{}, town.customer, Via::own, town.customer) == Refusal::signed_out);

    CHECK(reveal(town.jane, town.partner, Via::parent, town.owner) == std::nullopt);
    CHECK(reveal(viewer, town.partner, Via::parent, town.owner) == Refusal::not_allowed);
    CHECK(reveal(town.john, town.customer, Via::own, town.customer) == Refusal::not_found);
    CHECK(reveal(town.jane, town.partner, Via::own, town.partner) == Refusal::not_found);
    CHECK(reveal(User{}, town.partner, Via::parent, town.owner) == Refusal::signed_out);
    // No wrong code was typed in all of this.
    CHECK(scene.database.rows().scope(tries_key(town.customer)) == nullptr);
}

TEST_CASE("a code is shown as one of its own federation alone") {
    Scene scene;
    Town town(scene);
    const AccountId other = scene.add(town.staff, town.partner, AccountKind::customer, "Other Ltd");
    const auto woods = scene.found(town.jane, town.partner, other, "Woods");
    const auto reveal = [&](AccountId account, FederationId federation, AccessCodeId code) {
        return scene.refused(town.jane.session, RevealCode{town.partner, Via::parent, account, federation, code});
    };
    CHECK(reveal(other, woods.federation, woods.code) == std::nullopt);
    CHECK(reveal(other, woods.federation, town.founded.code) == Refusal::not_found);
    CHECK(reveal(other, town.founded.federation, town.founded.code) == Refusal::not_found);
    CHECK(reveal(town.owner, woods.federation, woods.code) == Refusal::not_found);
}
