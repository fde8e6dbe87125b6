// Several authorities over one database, and the journal that comes of all they do.
#include <algorithm>

#include "authority/scene.h"
#include "domain/activity.h"
#include "domain/invariants.h"
#include "domain/limits.h"
#include "domain/notices.h"

using namespace scene;

namespace {

AddAccount customer(Scene& scene, const std::string& name) {
    AddAccount add;
    add.id = scene.fresh<AccountId>();
    add.name = name;
    return add;
}

const AuthorityOptions options{true, {}, 4000, 100000, 64};

// Replays a journal on nothing at all.
RowSet replayed(const std::vector<JournalRecord>& journal) {
    RowSet rows;
    for (const JournalRecord& record : journal) {
        if (record.own) {
            rows.apply(record.written);
            continue;
        }
        // The whole database is known: what is not there does not exist.
        Decision decision;
        for (;;) {
            decision = decide(record.envelope, record.drawn, rows);
            std::vector<Scope> missing;
            if (const auto* undecided = decision.undecided()) missing = undecided->missed;
            missing.insert(missing.end(), decision.missed_by_projection.begin(),
                           decision.missed_by_projection.end());
            const auto held = [&](const Scope& scope) { return rows.holds(scope); };
            missing.erase(std::remove_if(missing.begin(), missing.end(), held), missing.end());
            if (missing.empty()) break;
            for (const Scope& scope : missing) rows.hold(scope);
        }
        const auto* refused = decision.refused();
        CHECK((refused ? std::optional<Refusal>(refused->refusal) : std::nullopt) == record.refusal);
        Recorded recorded = record_activity(record.envelope, decision, rows);
        while (!recorded.missed.empty()) {
            for (const Scope& scope : recorded.missed) rows.hold(scope);
            recorded = record_activity(record.envelope, decision, rows);
        }
        Recorded notices;
        if (const Done* done = decision.done()) {
            notices = record_notices(record.envelope, done->changes, rows);
            while (!notices.missed.empty()) {
                for (const Scope& scope : notices.missed) rows.hold(scope);
                notices = record_notices(record.envelope, done->changes, rows);
            }
            rows.apply(done->changes);
        }
        rows.apply(recorded.changes);
        rows.apply(notices.changes);
    }
    return rows;
}

}  // namespace

TEST_CASE("two authorities over one database decide as one") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    Authority second(scene.database, scene.clock, scene.chance, scene.vault, options);
    std::vector<Authority*> authorities = {scene.authority.get(), &second};

    SECTION("on the same rows at the same time") {
        // Both have loaded everything, then one renames while the other does.
        const AccountId account = scene.add(staff, scene.root, AccountKind::customer, "Zero");
        std::vector<User> users(6, staff);
        std::vector<std::optional<Reply>> replies(users.size());
        for (int round = 0; round < 5; ++round) {
            for (std::size_t at = 0; at < users.size(); ++at) {
                User& user = users[at];
                if (round == 0) user = {staff.session, staff.person, scene.fresh<ClientId>(), 0};
                replies[at].reset();
                const auto command = scene.envelope(user, scene.root, scene.root, customer(scene, "Some"));
                scene.send(*authorities[at % 2], staff.session, scene.push_of({command}), replies[at]);
            }
            scene.clock.settle();
            for (const auto& reply : replies) {
                REQUIRE(reply);
                CHECK(std::get<Pushed>(*reply).refusal == std::nullopt);
            }
        }
        CHECK(scene.database.rows().scope(children_of(scene.root))->count<AccountIndexRow>() == 31);
        CHECK(scene.row<AccountRow>(account_scope(account), account));
    }
    SECTION("the same push to both takes effect once") {
        const Envelope command = scene.envelope(staff, scene.root, scene.root, customer(scene, "Once"));
        std::optional<Reply> replies[2];
        scene.send(*authorities[0], staff.session, scene.push_of({command}), replies[0]);
        scene.send(*authorities[1], staff.session, scene.push_of({command}), replies[1]);
        scene.clock.settle();
        for (const auto& reply : replies) {
            REQUIRE(reply);
            CHECK(std::get<Pushed>(*reply).last_seq == 1);
        }
        const auto& entries = scene.database.entries();
        CHECK(std::count_if(entries.begin(), entries.end(), [&](const JournalRecord& record) {
                  return record.envelope.client == staff.client;
              }) == 1);
    }
    SECTION("what one takes away the other no longer grants") {
        const AccountId partner = scene.add(staff, scene.root, AccountKind::partner, "Partner");
        User jane = scene.administrator(staff, partner, Role::account_owner, "jane@partner.example");
        scene.administrator(staff, partner, Role::account_owner, "june@partner.example");
        // The second one has Jane's grant in its cache.
        std::optional<Reply> reply;
        Pull pull;
        pull.wanted = {children_of(partner)};
        scene.send(second, jane.session, pull, reply);
        scene.clock.settle();
        REQUIRE(answer_for(std::get<Pulled>(*reply), children_of(partner))->answer == ScopeAnswer::whole);

        GrantId grant;
        scene.database.rows().each<GrantRow>(people_of(partner), [&](const GrantRow& row) {
            if (row.person == jane.person) grant = row.id;
        });
        REQUIRE(scene.run(staff, partner, RemoveAdministrator{grant}) == std::nullopt);
        reply.reset();
        scene.send(second, jane.session, pull, reply);
        scene.clock.settle();
        CHECK(answer_for(std::get<Pulled>(*reply), children_of(partner))->answer == ScopeAnswer::gone);
        const auto wished = scene.envelope(jane, partner, partner, customer(scene, "Late"));
        reply.reset();
        scene.send(second, jane.session, scene.push_of({wished}), reply);
        scene.clock.settle();
        CHECK(scene.outcome(jane, wished.seq).refusal == Refusal::not_found);
        // Nor does it let in who has signed out at the first.
        scene.ask_for<SignedOut>(jane.session, SignOut{});
        reply.reset();
        scene.send(second, jane.session, pull, reply);
        scene.clock.settle();
        CHECK(std::get<Refusing>(*reply).refusal == Refusal::signed_out);
    }
    SECTION("wrong codes are counted together") {
        std::size_t wrong = 0;
        for (int number = 0; number < 5; ++number) {
            std::optional<Reply> reply;
            const std::string code = "AAAA-AAAA-AAA" + std::string(1, "CDEFG"[number]);
            scene.send(*authorities[static_cast<std::size_t>(number % 2)], staff.session,
                       LookUpCode{scene.root, Via::own, scene.root, code}, reply);
            scene.clock.settle();
            const auto refusal = std::get<Refusing>(*reply).refusal;
            if (refusal == Refusal::code_not_valid) ++wrong;
            if (number == 4) CHECK(refusal == Refusal::code_entry_locked);
        }
        CHECK(wrong == 4);
    }
}

TEST_CASE("a conflict runs the turn again, with what was drawn before") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    scene.database.fail_commits(DatabaseError::conflict, 3);
    const std::size_t commits = scene.database.commits();
    CHECK(scene.run(staff, scene.root, customer(scene, "Again")) == std::nullopt);
    CHECK(scene.database.commits() == commits + 1);
    CHECK(scene.database.entries().back().version == scene.database.version());
}

TEST_CASE("an account number that is taken is drawn again") {
    // The next numbers that would be drawn are taken by somebody else's accounts.
    struct Stuck : Chance {
        std::vector<std::uint64_t> next;
        std::size_t at = 0;
        std::uint64_t draw() override { return next[at++ % next.size()]; }
    };
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    const AccountId first = scene.add(staff, scene.root, AccountKind::customer, "First");
    const std::string number = scene.row<AccountRow>(account_scope(first), first)->number;
    Stuck stuck;
    const std::uint64_t same = std::stoull(number) - 100'000'000;
    stuck.next = {same, same, same, 5};
    Authority authority(scene.database, scene.clock, stuck, scene.vault, options);
    std::optional<Reply> reply;
    const AddAccount add = customer(scene, "Second");
    scene.send(authority, staff.session, scene.push_of({scene.envelope(staff, scene.root, scene.root, add)}),
               reply);
    scene.clock.settle();
    REQUIRE(reply);
    CHECK(scene.outcome(staff, staff.seq).refusal == std::nullopt);
    CHECK(scene.row<AccountRow>(account_scope(add.id), add.id)->number == "100000005");
}

TEST_CASE("replaying the journal gives the same rows") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    const AccountId partner = scene.add(staff, scene.root, AccountKind::partner, "Partner");
    const AccountId owner = scene.add(staff, partner, AccountKind::customer, "Owner");
    const AccountId member = scene.add(staff, partner, AccountKind::customer, "Member");
    User jane = scene.administrator(staff, partner, Role::account_owner, "jane@partner.example");
    User john = scene.administrator(jane, member, Role::account_owner, "john@member.example");
    const auto founded = scene.found(jane, partner, owner, "Harbour");
    scene.refused(john.session, LookUpCode{member, Via::own, member, "AAAA-AAAA-AAAA"});
    const auto found =
        scene.ask_for<CodeFound>(john.session, LookUpCode{member, Via::own, member, founded.text});
    const auto request = scene.fresh<JoinRequestId>();
    REQUIRE(scene.run(john, member, Join{request, found.ticket}) == std::nullopt);
    const auto* asked = scene.row<JoinRequestRow>(federation_owner_scope(founded.federation), request);
    REQUIRE(asked);
    const Accept accept{founded.federation, request, scene.fresh<MembershipId>(), asked->card};
    REQUIRE(scene.run(jane, owner, accept) == std::nullopt);
    CHECK(scene.run(john, member, customer(scene, "Below a customer")) == Refusal::kind_not_allowed_here);
    ImportAccounts import;
    for (int at = 0; at < 50; ++at) {
        ImportRow row;
        row.id = scene.fresh<AccountId>();
        row.name = "Imported " + std::to_string(at);
        import.rows.push_back(row);
    }
    REQUIRE(scene.run(jane, partner, import) == std::nullopt);
    scene.authority->start();
    scene.clock.advance(join_request_life + access_code_life);
    scene.ask_for<SignedOut>(john.session, SignOut{});

    for (const std::string& broken : broken_invariants(scene.database.rows())) CHECK(broken == "");
    const RowSet rows = replayed(scene.database.entries());
    CHECK(text_of(rows) == text_of(scene.database.rows()));
    // Everything is there: as many versions as commits, numbers without a hole.
    std::int64_t number = 0;
    for (const JournalRecord& record : scene.database.entries()) CHECK(record.number == ++number);
}

TEST_CASE("what was not used for long is loaded again and is the same") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    AuthorityOptions small = options;
    small.cached_rows = 8;
    scene.restart_authority(small);
    const AccountId partner = scene.add(staff, scene.root, AccountKind::partner, "Partner");
    std::vector<AccountId> accounts;
    for (int at = 0; at < 30; ++at) {
        accounts.push_back(
            scene.add(staff, partner, AccountKind::customer, "Customer " + std::to_string(at)));
    }
    for (const AccountId& account : accounts) {
        const Pulled pulled = scene.pull(staff, {account_scope(account), people_of(account)});
        CHECK(answer_for(pulled, account_scope(account))->rows.size() == 1);
    }
    CHECK(text_of(replayed(scene.database.entries())) == text_of(scene.database.rows()));
}
