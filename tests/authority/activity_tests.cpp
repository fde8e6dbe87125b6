// The record of every command: one row for each, in the account where its path reaches it, else for its person alone;
// who reads it; and what it never says.
#include <algorithm>

#include "authority/scene.h"
#include "domain/activity.h"
#include "domain/limits.h"

using namespace scene;

namespace {

// A partner with two customers; Jane owns the partner, John and Mary a customer each, Vera looks at John's.
struct Street {
    Scene scene;
    bool started = (scene.authority->start(), true);
    User staff = scene.sign_in(scene.staff);
    AccountId partner = scene.add(staff, scene.root, AccountKind::partner, "Partner");
    AccountId one = scene.add(staff, partner, AccountKind::customer, "One Ltd");
    AccountId two = scene.add(staff, partner, AccountKind::customer, "Two Ltd");
    User jane = scene.administrator(staff, partner, Role::account_owner, "jane@partner.example");
    User john = scene.administrator(staff, one, Role::account_owner, "john@one.example");
    User mary = scene.administrator(staff, two, Role::account_owner, "mary@two.example");
    User vera = scene.administrator(staff, one, Role::viewer, "vera@one.example");

    Scope scope(AccountId account) const { return activity_scope(account, utc_month(scene.clock.now())); }
    // In the order of recording.
    std::vector<ActivityRow> rows(const Scope& scope) const {
        std::vector<ActivityRow> all;
        scene.database.rows().each<ActivityRow>(scope, [&](const ActivityRow& row) { all.push_back(row); });
        return all;
    }
    std::size_t count() const {
        std::size_t all = 0;
        for (const auto& [scope, rows] : scene.database.rows().scopes()) all += rows.count<ActivityRow>();
        return all;
    }
    ActivityRow last(AccountId account) const {
        const auto all = rows(scope(account));
        REQUIRE_FALSE(all.empty());
        return all.back();
    }
    ActivityRow last(const User& user) const {
        const auto all = rows(person_scope(user.person));
        REQUIRE_FALSE(all.empty());
        return all.back();
    }
    std::optional<Refusal> run(User& user, AccountId home, Via via, AccountId account, Command command) {
        Envelope envelope = scene.envelope(user, home, account, std::move(command));
        envelope.via = via;
        scene.push(user, {envelope});
        return scene.outcome(user, user.seq).refusal;
    }
    std::string answer(const User& user, const Scope& scope) {
        const Pulled pulled = this->scene.pull(user, {scope});
        const PulledScope* answered = answer_for(pulled, scope);
        REQUIRE(answered);
        return answered->answer == ScopeAnswer::gone ? "gone" : std::to_string(answered->rows.size());
    }
    MembershipId join(const Scene::Founded& founded, User& owner, AccountId owned, User& user, AccountId account,
                      Limit limit) {
        const auto found = scene.ask_for<CodeFound>(user.session, LookUpCode{account, Via::own, account, founded.text});
        const auto request = scene.fresh<JoinRequestId>();
        REQUIRE(scene.run(user, account, Join{request, found.ticket, limit, 0}) == std::nullopt);
        const auto* row = scene.row<JoinRequestRow>(federation_owner_scope(founded.federation), request);
        const Accept accept{founded.federation, request, scene.fresh<MembershipId>(), row->card};
        REQUIRE(scene.run(owner, owned, accept) == std::nullopt);
        return accept.membership;
    }
};

EditAccount phone(const std::string& to) {
    EditAccount edit;
    edit.contact_phone = Edit{"", to};
    return edit;
}

}  // namespace

TEST_CASE("a command is recorded in its account: who, when, from where, what") {
    Street s;
    const std::size_t before = s.rows(s.scope(s.one)).size();
    REQUIRE(s.run(s.jane, s.partner, Via::parent, s.one, phone("1")) == std::nullopt);
    REQUIRE(s.rows(s.scope(s.one)).size() == before + 1);
    const ActivityRow row = s.last(s.one);
    CHECK(row.time == s.scene.database.entries().back().envelope.time);
    CHECK(row.account == s.one);
    CHECK(row.person_name == "Jane");
    CHECK(row.home == s.partner);
    CHECK(row.home_name == "Partner");
    CHECK(row.via == Via::parent);
    CHECK(row.through_name.empty());
    CHECK(row.command == command_number<EditAccount>);
    CHECK(row.detail == 1 << 4);
    CHECK(row.refusal == std::nullopt);
    // Its own administrator is told the same way.
    REQUIRE(s.run(s.john, s.one, Via::own, s.one, phone("1")) == std::nullopt);
    CHECK(s.last(s.one).person_name == "John");
    CHECK(s.last(s.one).home_name == "One Ltd");
    CHECK(s.last(s.one).via == Via::own);
    // Nothing of either is anywhere else.
    CHECK(s.rows(s.scope(s.two)).size() == 2);  // Mary was invited, and accepted
    CHECK(s.rows(person_scope(s.jane.person)).size() == 1);  // her own beginning
    const ActivityRow begun = s.last(s.jane);
    CHECK(begun.command == command_number<RegisterPerson>);
    CHECK(begun.person_name.empty());
}

TEST_CASE("what is refused is recorded too, where the path reaches the account") {
    Street s;
    EditAccount rename;
    rename.name = Edit{"One Ltd", "Another Ltd"};
    CHECK(s.run(s.vera, s.one, Via::own, s.one, rename) == Refusal::not_allowed);
    CHECK(s.last(s.one).person_name == "Vera");
    CHECK(s.last(s.one).refusal == Refusal::not_allowed);
    CHECK(s.last(s.one).subject == "Another Ltd");
    CHECK(s.run(s.john, s.one, Via::own, s.one, SuspendAccount{}) == Refusal::needs_grant_above);
    CHECK(s.last(s.one).refusal == Refusal::needs_grant_above);
    CHECK(s.run(s.john, s.one, Via::own, s.one, RegisterPerson{s.john.person, "Mallory", "m@example.com"}) ==
          Refusal::malformed);
    CHECK(s.last(s.one).refusal == Refusal::malformed);
    CHECK(s.last(s.one).person_name == "John");
    CHECK(s.last(s.one).subject.empty());
    CHECK(s.rows(person_scope(s.john.person)).size() == 1);
}

TEST_CASE("a path that does not reach the account leaves nothing there") {
    Street s;
    const auto before = s.rows(s.scope(s.one));
    const std::size_t own = s.rows(person_scope(s.mary.person)).size();
    const auto probe = [&](AccountId home, Via via, AccountId account) {
        REQUIRE(s.run(s.mary, home, via, account, phone("1")) == Refusal::not_found);
        const ActivityRow row = s.last(s.mary);
        CHECK(row.account == account);
        CHECK(row.home == home);
        CHECK(row.home_name.empty());  // it would tell the name of an account that one names
        CHECK(row.person_name == "Mary");
        CHECK(row.refusal == Refusal::not_found);
    };
    probe(s.two, Via::parent, s.one);
    probe(s.one, Via::own, s.one);
    probe(s.partner, Via::parent, s.one);
    probe(s.two, Via::federation, s.one);
    probe(s.two, Via::own, s.one);
    const auto nowhere = s.scene.fresh<AccountId>();
    probe(nowhere, Via::own, nowhere);
    CHECK(s.rows(person_scope(s.mary.person)).size() == own + 6);
    CHECK(s.rows(s.scope(s.one)) == before);
    CHECK(s.scene.database.rows().scope(s.scope(nowhere)) == nullptr);
    // Also an invitation that is not hers, which asks for no grant.
    const auto invitation = s.scene.fresh<InvitationId>();
    REQUIRE(s.scene.run(s.john, s.one, InviteAdministrator{invitation, "new@one.example", Role::viewer}) ==
            std::nullopt);
    const auto invited = s.rows(s.scope(s.one));
    CHECK(s.run(s.mary, s.one, Via::own, s.one, AcceptInvitation{invitation, s.scene.fresh<GrantId>()}) !=
          std::nullopt);
    CHECK(s.rows(s.scope(s.one)) == invited);
    CHECK(s.last(s.mary).command == command_number<AcceptInvitation>);
}

TEST_CASE("an invitation that is accepted is recorded in its account") {
    Street s;
    const ActivityRow row = s.last(s.one);
    CHECK(row.command == command_number<AcceptInvitation>);
    CHECK(row.person_name == "Vera");
    CHECK(row.home_name == "One Ltd");
    CHECK(row.refusal == std::nullopt);
}

TEST_CASE("each command has one row, however often it is pushed") {
    Street s;
    const std::size_t before = s.count();
    const Envelope first = s.scene.envelope(s.john, s.one, s.one, phone("1"));
    const Envelope second = s.scene.envelope(s.john, s.one, s.one, phone("2"));

    SECTION("again") {
        s.scene.push(s.john, {first});
        s.scene.push(s.john, {first});
        s.scene.push(s.john, {first, second});
        s.scene.restart_authority();
        s.scene.push(s.john, {first, second});
    }
    SECTION("after a commit that failed") {
        const bool written = GENERATE(false, true);
        const auto error = GENERATE(DatabaseError::full, DatabaseError::lost);
        s.scene.database.fail_commits(error, 1, written && error == DatabaseError::lost);
        CHECK(s.scene.push(s.john, {first, second}).refusal == Refusal::not_stored);
        s.scene.push(s.john, {first, second});
    }
    SECTION("after a crash at any moment") {
        const bool written = GENERATE(false, true);
        const int calls = GENERATE(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        std::optional<Reply> reply;
        s.scene.send(*s.scene.authority, s.john.session, s.scene.push_of({first, second}), reply);
        for (int call = 0; call < calls; ++call) s.scene.clock.time().step();
        s.scene.database.crash(written);
        s.scene.restart_authority();
        s.scene.push(s.john, {first, second});
    }
    CHECK(s.count() == before + 2);
    const auto rows = s.rows(s.scope(s.one));
    CHECK(rows[rows.size() - 2].refusal == std::nullopt);
    CHECK(rows.back().refusal == Refusal::changed_meanwhile);
}

TEST_CASE("two at once have a row each") {
    Street s;
    Authority other(s.scene.database, s.scene.clock, s.scene.chance, s.scene.vault);
    const std::size_t before = s.rows(s.scope(s.one)).size();
    std::optional<Reply> first, second;
    s.scene.send(*s.scene.authority, s.john.session,
                 s.scene.push_of({s.scene.envelope(s.john, s.one, s.one, phone("1"))}), first);
    s.scene.send(other, s.vera.session, s.scene.push_of({s.scene.envelope(s.vera, s.one, s.one, phone("1"))}), second);
    s.scene.clock.settle();
    REQUIRE(first);
    REQUIRE(second);
    CHECK(s.rows(s.scope(s.one)).size() == before + 2);
}

TEST_CASE("what is recorded of home is as it is, also where another authority has changed it") {
    Street s;
    Authority other(s.scene.database, s.scene.clock, s.scene.chance, s.scene.vault);
    const auto edit = [&](const std::string& from, const std::string& to) {
        EditAccount command;
        command.contact_phone = Edit{from, to};
        Envelope envelope = s.scene.envelope(s.jane, s.partner, s.one, command);
        envelope.via = Via::parent;
        std::optional<Reply> reply;
        s.scene.send(other, s.jane.session, s.scene.push_of({envelope}), reply);
        s.scene.clock.settle();
        REQUIRE(reply);
        return s.last(s.one).home_name;
    };
    CHECK(edit("", "1") == "Partner");
    EditAccount rename;
    rename.name = Edit{"Partner", "Renamed"};
    REQUIRE(s.scene.run(s.staff, s.partner, rename) == std::nullopt);
    CHECK(edit("1", "2") == "Renamed");
}

TEST_CASE("what ends by itself is recorded as done by Parasol, where it concerns") {
    Street s;
    const auto founded = s.scene.found(s.jane, s.partner, s.one, "Harbour");
    const auto found =
        s.scene.ask_for<CodeFound>(s.mary.session, LookUpCode{s.two, Via::own, s.two, founded.text});
    REQUIRE(s.scene.run(s.mary, s.two, Join{s.scene.fresh<JoinRequestId>(), found.ticket}) == std::nullopt);
    REQUIRE(s.scene.run(s.mary, s.two, InviteAdministrator{s.scene.fresh<InvitationId>(), "new@two.example",
                                                           Role::viewer}) == std::nullopt);
    IssueCode code{founded.federation, s.scene.fresh<AccessCodeId>(), "Spring", s.scene.clock.now() + one_day, 3, {}};
    REQUIRE(s.scene.run(s.john, s.one, code) == std::nullopt);
    const auto ended = [&](AccountId account, DueKind kind) {
        std::vector<ActivityRow> all;
        for (const auto& [scope, rows] : s.scene.database.rows().scopes()) {
            rows.each<ActivityRow>([&](const ActivityRow& row) {
                if (row.command != command_number<EndDue> || row.detail != static_cast<std::int64_t>(kind)) return;
                CHECK(row.account == account);
                CHECK(row.person_name.empty());
                CHECK(row.home.is_none());
                CHECK(row.refusal == std::nullopt);
                all.push_back(row);
            });
        }
        return all;
    };
    s.scene.clock.advance(one_day);
    REQUIRE(ended(s.one, DueKind::access_code).size() == 1);
    CHECK(ended(s.one, DueKind::access_code)[0].subject == "Spring");
    CHECK(ended({}, DueKind::ticket).empty());
    s.scene.clock.advance(invitation_life);
    REQUIRE(ended(s.two, DueKind::invitation).size() == 1);
    CHECK(ended(s.two, DueKind::invitation)[0].subject == "new@two.example");
    s.scene.clock.advance(join_request_life);
    REQUIRE(ended(s.two, DueKind::join_request).size() == 1);
    CHECK(ended(s.two, DueKind::join_request)[0].subject == "Harbour");
    s.scene.clock.advance(one_day);
    CHECK(ended(s.two, DueKind::join_request).size() == 1);  // once
}

TEST_CASE("through a federation its name is recorded, and its administrator reads as far as the limit lets") {
    Street s;
    const auto founded = s.scene.found(s.jane, s.partner, s.one, "Harbour");
    const MembershipId member = s.join(founded, s.john, s.one, s.mary, s.two, Limit::full);
    CHECK(s.answer(s.vera, s.scope(s.two)) == "gone");
    const auto seat = s.scene.fresh<FederationAdministratorId>();
    REQUIRE(s.scene.run(s.john, s.one, NameFederationAdministrator{founded.federation, seat, s.vera.person, s.one}) ==
            std::nullopt);
    CHECK(s.last(s.one).subject == "Vera");
    REQUIRE(s.run(s.vera, s.one, Via::federation, s.two, phone("1")) == std::nullopt);
    CHECK(s.last(s.two).person_name == "Vera");
    CHECK(s.last(s.two).home_name == "One Ltd");
    CHECK(s.last(s.two).via == Via::federation);
    CHECK(s.last(s.two).through_name == "Harbour");
    CHECK(s.answer(s.vera, s.scope(s.two)) != "gone");
    CHECK(s.run(s.vera, s.one, Via::federation, s.two, Leave{founded.federation, member}) ==
          Refusal::not_through_federation);
    CHECK(s.last(s.two).refusal == Refusal::not_through_federation);
    REQUIRE(s.scene.run(s.mary, s.two, SetLimit{founded.federation, member, Limit::paused, 0}) == std::nullopt);
    CHECK(s.last(s.two).detail == static_cast<std::int64_t>(Limit::paused));
    CHECK(s.answer(s.vera, s.scope(s.two)) == "gone");
    // A member that is paused is reached, and permits nothing: it sees that somebody tried.
    CHECK(s.run(s.vera, s.one, Via::federation, s.two, phone("2")) == Refusal::beyond_limit);
    CHECK(s.last(s.two).refusal == Refusal::beyond_limit);
    CHECK(s.last(s.two).through_name == "Harbour");
}

TEST_CASE("an account's record is read by those who see the account") {
    Street s;
    const std::string rows = std::to_string(s.rows(s.scope(s.one)).size());
    CHECK(s.answer(s.john, s.scope(s.one)) == rows);
    CHECK(s.answer(s.vera, s.scope(s.one)) == rows);
    CHECK(s.answer(s.jane, s.scope(s.one)) == rows);
    CHECK(s.answer(s.staff, s.scope(s.one)) == rows);
    CHECK(s.answer(s.mary, s.scope(s.one)) == "gone");
    CHECK(s.answer(s.john, s.scope(s.partner)) == "gone");
    CHECK(s.answer(s.john, activity_scope(s.one, "2020-01")) == "0");
    CHECK(s.answer(s.john, s.scope(s.scene.fresh<AccountId>())) == "gone");
    CHECK(s.answer(s.john, person_scope(s.mary.person)) == "gone");

    // What is new comes as changes; what is lost is gone.
    const Pulled held = s.scene.pull(s.vera, {s.scope(s.one)});
    REQUIRE(s.scene.run(s.jane, s.one, phone("1")) == std::nullopt);
    const Pulled next = s.scene.pull(s.vera, {}, {s.scope(s.one)}, held.cookie);
    REQUIRE(answer_for(next, s.scope(s.one)));
    CHECK(answer_for(next, s.scope(s.one))->answer == ScopeAnswer::changes);
    CHECK(answer_for(next, s.scope(s.one))->rows.size() == 1);
    GrantId grant;
    s.scene.database.rows().each<GrantRow>(people_of(s.one), [&](const GrantRow& row) {
        if (row.person == s.vera.person) grant = row.id;
    });
    REQUIRE(s.scene.run(s.john, s.one, RemoveAdministrator{grant}) == std::nullopt);
    CHECK(s.last(s.one).subject == "Vera");
    const Pulled last = s.scene.pull(s.vera, {}, {s.scope(s.one)}, next.cookie);
    CHECK(answer_for(last, s.scope(s.one))->answer == ScopeAnswer::gone);
}

TEST_CASE("months are apart, and what is past stays") {
    Street s;
    const Scope october = s.scope(s.one);
    const auto before = s.rows(october);
    s.scene.clock.jump(40 * one_day);
    s.john = s.scene.sign_in(s.john.person);
    s.john.client = s.scene.fresh<ClientId>();
    REQUIRE(s.scope(s.one) != october);
    REQUIRE(s.scene.run(s.john, s.one, phone("1")) == std::nullopt);
    CHECK(s.rows(s.scope(s.one)).back().person_name == "John");
    CHECK(s.rows(october) == before);
}

TEST_CASE("an import is one row") {
    Street s;
    ImportAccounts import;
    for (int at = 0; at < 100; ++at) {
        ImportRow row;
        row.id = s.scene.fresh<AccountId>();
        row.name = "Imported " + std::to_string(at);
        import.rows.push_back(row);
    }
    const std::size_t before = s.count();
    REQUIRE(s.scene.run(s.jane, s.partner, import) == std::nullopt);
    CHECK(s.count() == before + 1);
    CHECK(s.last(s.partner).detail == 100);
}

TEST_CASE("nothing that is recorded is a secret, or tells what only a row could have told") {
    Street s;
    const auto founded = s.scene.found(s.jane, s.partner, s.one, "Harbour");
    const auto said = [&](const std::string& what) {
        for (const auto& [scope, rows] : s.scene.database.rows().scopes()) {
            bool found = false;
            rows.each<ActivityRow>(
                [&](const ActivityRow& row) { found = found || encode(Row(row)).find(what) != std::string::npos; });
            if (found) return true;
        }
        return false;
    };
    // Somebody else's code, federation and request, by their ids alone: refused, and not named.
    CHECK(s.run(s.mary, s.two, Via::own, s.two, RevokeCode{founded.federation, founded.code}) == Refusal::not_found);
    CHECK(s.last(s.two).command == command_number<RevokeCode>);
    CHECK(s.last(s.two).subject.empty());
    // Typed into the wrong field.
    const std::string link = "https://parasol.example/#/invitation/0192f3a4";
    CHECK(s.scene.run(s.john, s.one, InviteAdministrator{s.scene.fresh<InvitationId>(), link, Role::viewer}) ==
          Refusal::email_not_valid);
    CHECK(s.scene.run(s.john, s.one, Dissolve{founded.federation, founded.text}) == Refusal::name_does_not_match);
    CHECK(s.run(s.vera, s.one, Via::own, s.one,
                InviteAdministrator{s.scene.fresh<InvitationId>(), link, Role::viewer}) == Refusal::not_allowed);
    CHECK(s.last(s.one).person_name == "Vera");
    CHECK_FALSE(said("parasol.example/#"));
    CHECK_FALSE(said(founded.text));
    EditAccount rename;
    rename.name = Edit{"One Ltd", std::string(201, 'x')};
    CHECK(s.scene.run(s.john, s.one, rename) == Refusal::name_too_long);
    CHECK(s.last(s.one).subject.empty());
    CHECK(s.run(s.vera, s.one, Via::own, s.one, rename) == Refusal::not_allowed);
    CHECK(s.last(s.one).subject.empty());
    // What is long is cut, between characters.
    std::string long_name = "x";
    for (int at = 0; at < 99; ++at) long_name += "ö";
    rename.name->to = long_name;
    REQUIRE(s.scene.run(s.john, s.one, rename) == std::nullopt);
    CHECK(s.last(s.one).subject == long_name.substr(0, 119) + "…");
    // A code by its label.
    const auto code = s.scene.fresh<AccessCodeId>();
    const IssueCode issue{founded.federation, code, "Spring", s.scene.clock.now() + one_day, 3, {}};
    REQUIRE(s.scene.run(s.john, s.one, issue) == std::nullopt);
    CHECK(s.last(s.one).subject == "Spring");
    REQUIRE(s.scene.run(s.john, s.one, RevokeCode{founded.federation, code}) == std::nullopt);
    CHECK(s.last(s.one).subject == "Spring");
}

TEST_CASE("recording never makes a rule undecided") {
    Street s;
    for (const JournalRecord& record : s.scene.database.entries()) {
        if (record.own) continue;
        RowSet nothing;
        const Decision decision = decide(record.envelope, record.drawn, nothing);
        std::vector<Scope> named = decision.missed_by_projection;
        if (const auto* undecided = decision.undecided()) named = undecided->missed;
        named.insert(named.end(), decision.read.begin(), decision.read.end());
        for (const Scope& scope : named) CHECK(scope.kind != ScopeKind::activity);
    }
}
