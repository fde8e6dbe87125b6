// What has to hold in a simulated world once it has come to rest.
#include <algorithm>
#include <set>

#include "domain/visibility.h"
#include "simulation/world.h"

namespace simulation {

// Whatever went on since the look back began, it shows how it was, and nothing that may not be read.
void World::verify_past(const Tab& tab, const std::map<Instant, RowSet>& moments) {
    const std::string who = "the replica of " + to_string(tab.person);
    if (tab.replica->status().locked) return;
    if (!tab.replica->shows_past()) return problems.push_back(who + " does not look back");
    const View view = tab.replica->past_view();
    const Oracle oracle(ground->rows(), tab.person, clock.now());
    const RowSet& truth = moments.at(view.now());
    std::set<Scope> scopes;
    for (const RowSet* rows : {&truth, &ground->rows()}) {
        for (const auto& [scope, held] : rows->scopes()) scopes.insert(scope);
    }
    for (const Scope& scope : scopes) {
        const ScopeRows* shown = view.rows().scope(scope);
        if (!shown || !has_past(scope.kind)) continue;
        if (!same_rows(*shown, truth.scope(scope))) {
            problems.push_back(who + " shows " + to_string(scope) + " as it was not");
        }
        // Of a federation also who was in it then; the tests of the authority say who.
        const bool federation = scope.kind == ScopeKind::federation || scope.kind == ScopeKind::federation_owner;
        if (!federation && shown->size() != 0 && !oracle.may_see(scope)) {
            problems.push_back(who + " looks back at " + to_string(scope));
        }
    }
    for (const Scope& scope : oracle.must_hold()) {
        const bool account = scope.kind == ScopeKind::account || scope.kind == ScopeKind::people;
        if (account && !view.rows().holds(scope)) problems.push_back(who + " has no past of " + to_string(scope));
    }
}

// A client that is none of ours asks for everything there is, and is given what the oracle says.
void World::verify_reading(PersonId person) {
    const Oracle oracle(ground->rows(), person, clock.now());
    Pull pull;
    for (const auto& [scope, rows] : ground->rows().scopes()) pull.wanted.push_back(scope);
    std::sort(pull.wanted.begin(), pull.wanted.end());
    for (std::size_t left = pull.wanted.size() + 1; left != 0; --left) {
        const auto reply = ask(session_of(person), pull);
        const auto* pulled = reply ? std::get_if<Pulled>(&*reply) : nullptr;
        if (!pulled) return;  // the database refused: the next world has another chance
        std::set<Scope> answered;
        for (const PulledScope& one : pulled->scopes) {
            answered.insert(one.scope);
            if ((one.answer != ScopeAnswer::gone) != oracle.may_see(one.scope)) {
                problems.push_back(to_string(person) + " is answered wrongly about " + to_string(one.scope));
            }
        }
        const auto is_answered = [&](const Scope& scope) { return answered.count(scope) != 0; };
        pull.wanted.erase(std::remove_if(pull.wanted.begin(), pull.wanted.end(), is_answered), pull.wanted.end());
        if (!pulled->more) return;
    }
}

std::vector<std::string> World::check() {
    verify_rows("at the end");
    if (problems.empty()) {
        for (const PersonId person : persons) verify_reading(person);
    }
    note_outcomes();
    std::map<std::pair<Id, std::int64_t>, int> effects;
    std::map<Id, std::int64_t> last;
    for (const auto& tab : tabs) {
        if (tab->replica->past_state() == PastState::none) look_back(*tab);
    }
    time.advance(20 * one_second);
    const auto entries = ground->entries();
    std::map<Instant, RowSet> moments;
    for (const auto& tab : tabs) {
        if (tab->replica->shows_past()) moments[tab->replica->past_view().now()];
    }
    recorded.judge(entries, ground->rows(), moments, problems);
    for (const auto& tab : tabs) verify_past(*tab, moments);
    for (const JournalRecord& record : entries) {
        if (record.own) continue;
        const Envelope& envelope = record.envelope;
        if (record.refusal) {
            note(*record.refusal);
        } else {
            ++tally.done[envelope.command.index()];
        }
        if (envelope.person.is_none()) continue;
        ++effects[{envelope.client, envelope.seq}];
        if (envelope.seq != last[envelope.client] + 1 && restores == 0) {
            problems.push_back("client " + to_string(envelope.client) + " went from " +
                               std::to_string(last[envelope.client]) + " to " + std::to_string(envelope.seq));
        }
        last[envelope.client] = envelope.seq;
    }
    for (const auto& [command, count] : effects) {
        if (count != 1) problems.push_back("a command took effect " + std::to_string(count) + " times");
    }
    for (const Given& one : given) {
        if (one.stored && effects.count({one.envelope.client, one.envelope.seq}) == 0 && !may_be_lost(one)) {
            problems.push_back(std::string("saved, and lost: ") +
                               std::string(command_name(one.envelope.command.index())) + " " +
                               std::to_string(one.envelope.seq) + " of " + to_string(one.envelope.client));
        }
    }
    for (const auto& tab : tabs) {
        const Replica& replica = *tab->replica;
        const std::string who = "the replica of " + to_string(tab->person);
        if (!replica.pending().empty()) problems.push_back(who + " still waits");
        const SyncState state = replica.status().sync.state;
        if (state != SyncState::synchronised) {
            problems.push_back(who + " is not synchronised but in state " + std::to_string(static_cast<int>(state)));
        }
        const Oracle oracle(ground->rows(), tab->person, clock.now());
        for (const auto& [scope, rows] : replica.rows().scopes()) {
            if (!oracle.may_see(scope)) {
                if (rows.size() != 0) problems.push_back(who + " holds " + to_string(scope));
                continue;
            }
            if (!same_rows(rows, ground->rows().scope(scope))) {
                problems.push_back(who + " shows " + to_string(scope) + " as it is not");
            }
        }
        for (const Scope& scope : tab->looked_at) {
            if (oracle.may_see(scope) != replica.rows().holds(scope)) {
                problems.push_back(who + " is shown wrongly " + to_string(scope));
            }
        }
        for (const Scope& scope : oracle.must_hold()) {
            if (!replica.rows().holds(scope)) problems.push_back(who + " lacks " + to_string(scope));
        }
    }
    return problems;
}

}  // namespace simulation
