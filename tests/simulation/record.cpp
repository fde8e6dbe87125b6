#include "simulation/record.h"

#include <algorithm>

#include "authority/past.h"
#include "domain/activity.h"
#include "domain/notices.h"
#include "domain/text_rules.h"
#include "domain/visibility.h"

namespace simulation {

namespace {

// What a command came to, what was recorded of it, and who was told. All rows are there: what is not does not exist.
ChangeSet replay(const JournalRecord& entry, RowSet& rows, ChangeSet& recorded, ChangeSet& told) {
    const auto take = [](Recorded record, std::vector<Scope>& missed) {
        missed.insert(missed.end(), record.missed.begin(), record.missed.end());
        return std::move(record.changes);
    };
    for (;;) {
        const Decision decision = decide(entry.envelope, entry.drawn, rows);
        std::vector<Scope> missed = decision.missed_by_projection;
        if (const Undecided* undecided = decision.undecided()) {
            missed.insert(missed.end(), undecided->missed.begin(), undecided->missed.end());
        } else {
            recorded = take(record_activity(entry.envelope, decision, rows), missed);
            const Done* done = decision.done();
            if (done) told = take(record_notices(entry.envelope, done->changes, rows), missed);
        }
        const std::size_t held = rows.scopes().size();
        for (const Scope& scope : missed) rows.hold(scope);
        if (rows.scopes().size() == held) return decision.done() ? decision.done()->changes : ChangeSet{};
    }
}

// What is wrong with where it stands; empty where nothing is. `reached`: by the path of its command.
std::string misplaced(const Envelope& envelope, const Scope& scope, const ActivityRow& row, bool reached) {
    if (scope.kind == ScopeKind::activity) {
        if (scope.id != row.account || scope.text != utc_month(row.time)) return " of another account or month";
        // An invitation that was accepted has made its own path.
        const bool made = !row.refusal && std::holds_alternative<AcceptInvitation>(envelope.command);
        const bool own = envelope.person.is_none();  // the system's
        return own || made || reached ? "" : " of somebody who does not reach it";
    }
    if (scope.kind != ScopeKind::person) return " where nothing is recorded";
    if (std::holds_alternative<RegisterPerson>(envelope.command)) return "";
    if (scope.id != envelope.person) return " of somebody else";
    return reached ? ", which belongs to the account" : "";
}

bool same_changes(const ChangeSet& one, const ChangeSet& other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](const Change& a, const Change& b) {
        return a.scope == b.scope && a.before == b.before && a.after == b.after;
    });
}

void expect_same(const RowSet& one, const RowSet& other, std::vector<std::string>& problems) {
    for (const auto& [in, held] : one.scopes()) {
        if (!same_rows(held, other.scope(in))) problems.push_back("the journal does not lead to " + to_string(in));
    }
}

void expect_past(const std::vector<JournalRecord>& entries, const RowSet& rows,
                 const std::map<Instant, RowSet>& moments, std::vector<std::string>& problems) {
    const Past past(entries);
    for (const auto& [at, then] : moments) {
        RowSet back, expected;
        for (const auto* set : {&rows, &then}) {
            for (const auto& [scope, held] : set->scopes()) {
                if (!has_past(scope.kind) || back.holds(scope)) continue;
                ScopeChanges changes;
                changes.scope = scope;
                changes.whole = true;
                if (const ScopeRows* now = rows.scope(scope)) {
                    now->each_row([&](const auto& row) { changes.rows.emplace_back(row); });
                }
                past.take_back(changes, at);
                back.hold(scope);
                for (Row& row : changes.rows) back.put(scope, std::move(row));
                expected.hold(scope);
                if (const ScopeRows* was = then.scope(scope)) {
                    was->each_row([&, in = scope](const auto& row) { expected.put(in, row); });
                }
            }
        }
        expect_same(back, expected, problems);
        expect_same(expected, back, problems);
    }
}

}  // namespace

bool same_rows(const ScopeRows& one, const ScopeRows* other) {
    std::size_t same = 0;
    one.each_row([&](const auto& row) {
        const auto* found = other ? other->find<std::decay_t<decltype(row)>>(row.id) : nullptr;
        same += found && *found == row ? 1 : 0;
    });
    return same == one.size() && same == (other ? other->size() : 0);
}

RowSet copy_of(const RowSet& rows) {
    RowSet copy;
    for (const auto& [in, held] : rows.scopes()) {
        held.each_row([&, scope = in](const auto& row) { copy.put(scope, row); });
    }
    return copy;
}

Facts::Facts(const RowSet& rows) {
    for (const auto& [scope, held] : rows.scopes()) take(scope, held);
}

void Facts::take(const Scope& scope, const ScopeRows& rows) {
    rows.each<AccountRow>([&](const AccountRow& row) {
        parents_[row.id] = row.parent;
        if (row.state == AccountState::suspended) suspended_.insert(row.id);
    });
    rows.each<GrantRow>([&](const GrantRow& row) { grants_.emplace(row.person, row.account); });
    rows.each<FederationRow>([&](const FederationRow& row) { owners_[row.id] = row.owner; });
    rows.each<FederationAdministratorRow>([&](const FederationAdministratorRow& row) {
        if (row.ended == 0) seats_.emplace(row.person, scope.id);
    });
    rows.each<MembershipRow>([&](const MembershipRow& row) {
        if (row.state == MembershipState::active) members_[row.account] = scope.id;
    });
}

bool Facts::is_below(Id account, Id above) const {
    for (auto at = parents_.find(account); at != parents_.end(); at = parents_.find(at->second)) {
        if (at->second == above) return true;
    }
    return false;
}

bool Facts::suspended(Id account) const {
    for (auto at = parents_.find(account); at != parents_.end(); at = parents_.find(at->second)) {
        if (suspended_.count(at->first) != 0) return true;
    }
    return false;
}

bool Facts::reaches(Id person, const ActivityRow& row) const {
    const bool holds_home = grants_.count({person, row.home}) != 0;
    if (row.via == Via::own) return holds_home && row.home == row.account;
    if (row.via == Via::parent) return holds_home && is_below(row.account, row.home);
    const auto member = members_.find(row.account);
    if (member == members_.end() || suspended(row.account)) return false;
    const auto owner = owners_.find(member->second);
    const bool from_there = owner != owners_.end() && owner->second == row.home;
    return seats_.count({person, member->second}) != 0 && (holds_home || from_there);
}

void Record::judge(const std::vector<JournalRecord>& entries, const RowSet& rows, std::map<Instant, RowSet>& moments,
                   std::vector<std::string>& problems) const {
    RowSet replayed = copy_of(first_);
    auto moment = moments.begin();
    for (const JournalRecord& entry : entries) {
        for (; moment != moments.end() && moment->first < entry.envelope.time; ++moment) {
            moment->second = copy_of(replayed);
        }
        if (entry.own) {
            replayed.apply(entry.written);
            continue;
        }
        ChangeSet recorded, told;
        const ChangeSet changes = replay(entry, replayed, recorded, told);
        if (!same_changes(changes, entry.written)) problems.push_back("the journal has written another thing");
        for (const Change& change : told) {
            if (change.scope.id == entry.envelope.person) problems.push_back("somebody is told of the own doing");
        }
        if (!recorded.empty()) {
            const auto& row = std::get<ActivityRow>(*recorded.front().after);
            const bool reached = Facts(replayed).reaches(entry.envelope.person, row);
            const std::string wrong = misplaced(entry.envelope, recorded.front().scope, row, reached);
            if (!wrong.empty()) {
                problems.push_back(to_string(recorded.front().scope) + " has " +
                                   std::string(command_name(entry.envelope.command.index())) + wrong);
            }
        }
        replayed.apply(changes);
        replayed.apply(recorded);
        replayed.apply(told);
    }
    for (; moment != moments.end(); ++moment) moment->second = copy_of(replayed);
    expect_past(entries, rows, moments, problems);
    expect_same(replayed, rows, problems);
    expect_same(rows, replayed, problems);
    compare(entries, rows, problems);
}

// One row for each command.
void Record::compare(const std::vector<JournalRecord>& entries, const RowSet& rows,
                     std::vector<std::string>& problems) const {
    std::map<std::string, int> balance;  // rows less commands, by all that a row says of its command
    const auto key = [](Instant time, AccountId account, AccountId home, Via via, std::int64_t command,
                        std::optional<Refusal> refusal, bool own) {
        return std::to_string(time) + (own ? " system " : " in ") + to_string(account) + " from " + to_string(home) +
               " via " + std::to_string(static_cast<int>(via)) + " " +
               std::string(command_name(static_cast<std::size_t>(command))) + " " +
               std::string(refusal ? to_string(*refusal) : "done");
    };
    for (const auto& [scope, held] : rows.scopes()) {
        const ScopeRows* first = first_.scope(scope);
        std::size_t given = first ? first->count<ActivityRow>() : 0;
        held.each<ActivityRow>([&](const ActivityRow& row) {
            if (given > 0) {
                --given;
            } else if (row.command != command_number<EndDue> || row.refusal) {
                ++balance[key(row.time, row.account, row.home, row.via, row.command, row.refusal,
                              row.person_name.empty())];
            }
        });
    }
    for (const JournalRecord& record : entries) {
        const Envelope& one = record.envelope;
        const bool own = one.person.is_none();
        const bool ends = std::holds_alternative<EndDue>(one.command) && own;  // may be without effect
        if (record.own || ends || (own && record.refusal) || is_personal(one.command)) continue;
        --balance[key(one.time, one.account, one.home, one.via, static_cast<std::int64_t>(one.command.index()),
                      record.refusal, own)];
    }
    for (const auto& [what, left] : balance) {
        if (left != 0) problems.push_back("recorded " + std::to_string(left) + " too often: " + what);
    }
}

}  // namespace simulation
