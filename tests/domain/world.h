// A world for tests: one row set that is the whole database, and the simplest of authorities, which decides
// commands one after the other and looks after each whether the rows are whole. Everything in it came about
// through genesis() and decide(). Header only, so that the tests of any folder can have one.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "domain/commands.h"
#include "domain/invariants.h"
#include "domain/limits.h"
#include "domain/permissions.h"
#include "domain/projections.h"
#include "domain/row_set.h"
#include "domain/rules.h"

namespace world {

using namespace parasol;

// Who commands, from where and how, and on which account.
struct Actor {
    PersonId person;
    AccountId home;
    Via via = Via::own;
    AccountId account;
};

inline constexpr Instant usual_start = 1'792'000'000'000;  // in October 2026

class World {
  public:
    explicit World(Instant at = usual_start) : now(at) {
        root = fresh<AccountId>();
        staff = fresh<PersonId>();
        rows.apply(genesis(root, "Operator", next_number(), staff, "Stella Staff", "stella@operator.example",
                           fresh<GrantId>(), now));
    }

    RowSet rows;
    Instant now;
    AccountId root;
    PersonId staff;  // account owner of the root

    // Ids are the same in every run.
    template <class Typed>
    Typed fresh() {
        return Typed(make_uuid7(now, 0, ++ids_));
    }
    std::string next_number() { return std::to_string(++numbers_); }

    // --- Commands ---

    // By the best path there is: a grant on the account itself, else the nearest above. Without any it is
    // `own`.
    Actor as(PersonId person, AccountId account) const {
        for (AccountId at = account; !at.is_none(); at = parent_of(at)) {
            bool granted = false;
            rows.each<HeldGrantRow>(person_scope(person), [&](const HeldGrantRow& held) {
                granted = granted || held.account == at;
            });
            if (granted) return {person, at, at == account ? Via::own : Via::parent, account};
        }
        return {person, account, Via::own, account};
    }
    static Actor own(PersonId person, AccountId account) { return {person, account, Via::own, account}; }
    static Actor parent(PersonId person, AccountId home, AccountId account) {
        return {person, home, Via::parent, account};
    }
    static Actor system() { return {}; }

    Envelope envelope_of(const Actor& actor, Command command) {
        Envelope envelope;
        envelope.client = ClientId(Id{1, 1});
        envelope.seq = ++seq_;
        envelope.person = actor.person;
        envelope.home = actor.home;
        envelope.via = actor.via;
        envelope.account = actor.account;
        envelope.time = now;
        envelope.command = std::move(command);
        return envelope;
    }

    // Decides in full: what is missed is loaded, which here means that it is there and empty. Applies
    // nothing.
    Decision decide_in_full(const Envelope& envelope) {
        return decide_in_full(envelope, draw(envelope.command));
    }
    Decision decide_in_full(const Envelope& envelope, const Drawn& drawn) {
        for (int round = 0; round < 1000; ++round) {
            Decision decision = decide(envelope, drawn, rows);
            std::vector<Scope> missed = decision.missed_by_projection;
            if (const Undecided* undecided = decision.undecided()) {
                missed.insert(missed.end(), undecided->missed.begin(), undecided->missed.end());
            }
            if (missed.empty()) return decision;
            for (const Scope& scope : missed) rows.hold(scope);
        }
        std::fputs("world: a decision that never has enough\n", stderr);
        std::abort();
    }

    // Decides in full and applies.
    Decision run(const Envelope& envelope) { return run(envelope, draw(envelope.command)); }
    Decision run(const Envelope& envelope, const Drawn& drawn) {
        Decision decision = decide_in_full(envelope, drawn);
        if (const Done* done = decision.done()) {
            rows.apply(done->changes);
            expect_whole(broken_invariants(rows, done->changes));
        }
        return decision;
    }
    // Ends the program where the database is not whole.
    void expect_whole() const { expect_whole(broken_invariants(rows)); }

    // The same in words: "done", "same" (done without changes) or the refusal's name.
    std::string give(const Actor& actor, Command command) {
        return in_words(run(envelope_of(actor, std::move(command))));
    }
    static std::string in_words(const Decision& decision) {
        if (const Refused* refused = decision.refused()) return std::string(to_string(refused->refusal));
        if (decision.undecided()) return "undecided";
        return decision.done()->changes.empty() ? "same" : "done";
    }
    // What a test builds on; ends the program where it is refused.
    void must(const Actor& actor, Command command) {
        const std::string words = give(actor, std::move(command));
        if (words == "done" || words == "same") return;
        std::fprintf(stderr, "world: refused %s\n", words.c_str());
        std::abort();
    }

    Drawn draw(const Command& command) {
        const ToDraw wanted = to_draw(command);
        Drawn drawn;
        for (std::size_t n = 0; n < wanted.account_numbers; ++n)
            drawn.account_numbers.push_back(next_number());
        if (wanted.access_code) {
            drawn.code_fingerprint = "fingerprint " + std::to_string(++codes_);
            drawn.code_sealed = "sealed " + std::to_string(codes_);
        }
        return drawn;
    }

    // --- Building: everything by the operator's staff ---

    AccountId add(AccountId base, AccountKind kind, const std::string& name,
                  const std::string& reference = {}) {
        AddAccount command;
        command.id = fresh<AccountId>();
        if (kind == AccountKind::partner || kind == AccountKind::reseller) {
            command.internal_use_id = fresh<AccountId>();
        }
        command.kind = kind;
        command.name = name;
        command.third_party_reference = reference;
        must(as(staff, base), command);
        return command.id;
    }
    AccountId partner(const std::string& name) { return add(root, AccountKind::partner, name); }
    AccountId reseller(AccountId base, const std::string& name) {
        return add(base, AccountKind::reseller, name);
    }
    AccountId customer(AccountId base, const std::string& name) {
        return add(base, AccountKind::customer, name);
    }

    // A new person with a role, through an invitation. The e-mail address is NAME@people.example, in lower
    // case and without spaces.
    PersonId person(AccountId account, Role role, const std::string& name) {
        const PersonId id = registered(name);
        appoint(id, account, role);
        return id;
    }
    static std::string email_of(std::string name) {
        name.erase(std::remove(name.begin(), name.end(), ' '), name.end());
        for (char& symbol : name) {
            if (symbol >= 'A' && symbol <= 'Z') symbol = static_cast<char>(symbol - 'A' + 'a');
        }
        return name + "@people.example";
    }
    // Somebody who holds no grant yet.
    PersonId registered(const std::string& name) {
        const PersonId id = fresh<PersonId>();
        must(system(), RegisterPerson{id, name, email_of(name)});
        return id;
    }
    GrantId appoint(PersonId person, AccountId account, Role role) {
        const InvitationId invitation = fresh<InvitationId>();
        const GrantId grant = fresh<GrantId>();
        const PersonRow* row = rows.find<PersonRow>(person_scope(person), person);
        must(as(staff, account), InviteAdministrator{invitation, row->email, role});
        must(own(person, account), AcceptInvitation{invitation, grant});
        return grant;
    }
    void suspend(AccountId account) { must(as(staff, account), SuspendAccount{}); }
    void resume(AccountId account) { must(as(staff, account), ResumeAccount{}); }

    struct Made {
        FederationId id;
        AccountId owner;
        MembershipId owner_membership;
        AccessCodeId code;
    };
    Made federation(AccountId owner, const std::string& name = "Trees") {
        const Made made = {fresh<FederationId>(), owner, fresh<MembershipId>(), fresh<AccessCodeId>()};
        must(as(staff, owner), CreateFederation{made.id, made.owner_membership, made.code, name});
        return made;
    }
    // What look_up_code answers: valid whatever the state of the code.
    TicketId ticket(PersonId person, AccountId account, const Made& federation) {
        TicketRow row;
        row.id = fresh<TicketId>();
        row.person = person;
        row.account = account;
        row.code = federation.code;
        row.federation = federation.id;
        row.expires = now + ticket_life;
        write({{ticket_key(row.id), row}});
        return row.id;
    }
    JoinRequestId ask(AccountId account, const Made& federation) {
        const JoinRequestId request = fresh<JoinRequestId>();
        must(as(staff, account), Join{request, ticket(staff, account, federation)});
        return request;
    }
    MembershipId accept(const Made& federation, JoinRequestId request) {
        const MembershipId membership = fresh<MembershipId>();
        const JoinRequestRow* row = rows.find<JoinRequestRow>(federation_owner_scope(federation.id), request);
        must(as(staff, federation.owner), Accept{federation.id, request, membership, row->card});
        return membership;
    }
    MembershipId bring_in(AccountId account, const Made& federation) {
        return accept(federation, ask(account, federation));
    }
    // Ends what is due by now, as the authority's tick does.
    void tick() {
        std::vector<DueRow> due;
        for (const auto& [scope, held] : rows.scopes()) {
            if (scope.kind != ScopeKind::key_due) continue;
            held.each<DueRow>([&](const DueRow& row) {
                if (row.at <= now) due.push_back(row);
            });
        }
        std::sort(due.begin(), due.end(),
                  [](const DueRow& a, const DueRow& b) { return a.at != b.at ? a.at < b.at : a.id < b.id; });
        for (const DueRow& row : due) must(system(), EndDue{row.kind, row.id, row.owner, row.at});
    }

    // Writes source rows past the rules, for what no command of ours can make; with all copies.
    void write(const std::vector<std::pair<Scope, Row>>& sources) {
        for (;;) {
            std::vector<Scope> missed;
            ChangeSet changes;
            {
                Work work(rows);
                for (const auto& [scope, row] : sources) work.put(scope, row);
                work.begin_projection();
                project(work);
                missed = work.missed_by_projection();
                changes = work.take_changes();
            }
            if (missed.empty()) return rows.apply(changes);
            for (const Scope& scope : missed) rows.hold(scope);
        }
    }

    // --- Looking ---

    const AccountRow& account(AccountId id) const { return *rows.find<AccountRow>(account_scope(id), id); }
    AccountId parent_of(AccountId id) const {
        const AccountRow* row = rows.find<AccountRow>(account_scope(id), id);
        return row ? row->parent : AccountId();
    }
    const AccountIndexRow* index(AccountId id) const {
        return rows.find<AccountIndexRow>(children_of(parent_of(id)), id);
    }
    template <class R>
    std::vector<R> all(const Scope& scope) const {
        std::vector<R> found;
        rows.each<R>(scope, [&](const R& row) { found.push_back(row); });
        return found;
    }
    GrantId grant_of(PersonId person, AccountId account) const {
        for (const GrantRow& grant : all<GrantRow>(people_of(account))) {
            if (grant.person == person) return grant.id;
        }
        return {};
    }

  private:
    static void expect_whole(const std::vector<std::string>& broken) {
        if (broken.empty()) return;
        for (const std::string& sentence : broken) std::fprintf(stderr, "world: %s\n", sentence.c_str());
        std::abort();
    }

    std::uint64_t ids_ = 0;
    std::int64_t seq_ = 0;
    std::int64_t numbers_ = 100'000'000;
    std::uint64_t codes_ = 0;
};

}  // namespace world
