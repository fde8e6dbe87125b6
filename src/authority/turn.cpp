#include "authority/turn.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "authority/drawing.h"
#include "authority/engine.h"
#include "domain/activity.h"
#include "domain/limits.h"
#include "domain/notices.h"
#include "domain/projections.h"
#include "domain/sort_by.h"

namespace parasol {
namespace {

// Nobody is that unlucky with nine digits or twelve symbols: then there is something else.
constexpr int most_redraws = 16;

// Whether what was drawn, and not what the client sent, is what the rule refused: a number or a code that is
// taken.
bool is_drawn_taken(const Wish& wish, const Refused& refused, const RowSet& rows) {
    if (refused.refusal == Refusal::number_taken) {
        return refused.problems.empty() && !wish.drawn.account_numbers.empty();
    }
    if (refused.refusal != Refusal::id_taken || wish.drawn.code_fingerprint.empty()) return false;
    const ScopeRows* key = rows.scope(code_key(wish.drawn.code_fingerprint));
    return key && key->size() != 0;
}

std::vector<Scope> scopes_of(const ChangeSet& changes) {
    std::vector<Scope> scopes;
    scopes.reserve(changes.size());
    for (const Change& change : changes) scopes.push_back(change.scope);
    return scopes;
}

}  // namespace

const ClientCache::Known* ClientCache::find(const ClientId& client) const {
    const auto found = known_.find(client);
    return found == known_.end() ? nullptr : &found->second;
}

void ClientCache::take(const std::vector<ClientSeen>& asked, std::vector<ClientRecord> records) {
    assert(asked.size() == records.size());
    for (std::size_t at = 0; at < records.size(); ++at) {
        known_[asked[at].client] = {std::move(records[at]), asked[at].last_seq};
    }
}

void ClientCache::committed(const ClientProgress& progress) {
    const auto found = known_.find(progress.client);
    if (found == known_.end()) return;
    ClientRecord& record = found->second.record;
    record.person = progress.person;
    record.last_seq = progress.last_seq;
    record.outcomes.insert(record.outcomes.end(), progress.outcomes.begin(), progress.outcomes.end());
    // Only what a client may still repeat is of use here; the database keeps the rest.
    constexpr std::size_t most_outcomes = 256;
    if (record.outcomes.size() > 2 * most_outcomes) {
        record.outcomes.erase(record.outcomes.begin(),
                              record.outcomes.end() - static_cast<std::ptrdiff_t>(most_outcomes));
        found->second.complete_after = record.outcomes.front().outcome.seq - 1;
    }
}

void ClientCache::trim(std::size_t most) {
    if (known_.size() > most) known_.clear();
}

void Turn::begin() {
    read_.clear();
    changes_.clear();
    unheld_.clear();
    journal_.clear();
    clients_.clear();
}

Missing Turn::missing_of(const std::vector<Scope>& one, const std::vector<Scope>& other) const {
    Missing missing;
    for (const auto* scopes : {&one, &other}) {
        for (const Scope& scope : *scopes) {
            if (!desk_.cache.holds(scope)) missing.scopes.push_back(scope);
        }
    }
    sort_in_order(missing.scopes, [](const Scope& a, const Scope& b) { return a < b; });
    missing.scopes.erase(std::unique(missing.scopes.begin(), missing.scopes.end()), missing.scopes.end());
    return missing;
}

void Turn::apply(const ChangeSet& changes) {
    for (const Change& change : changes) {
        assert(desk_.cache.holds(change.scope));
        read_.insert(change.scope);
    }
    rows().apply(changes);
    changes_.insert(changes_.end(), changes.begin(), changes.end());
}

void Turn::append(const ChangeSet& changes) {
    for (const Change& change : changes) {
        if (desk_.cache.holds(change.scope)) {
            apply(ChangeSet{change});
        } else {
            unheld_.push_back(changes_.size());
            changes_.push_back(change);
        }
    }
}

void Turn::loaded() {
    std::erase_if(unheld_, [&](std::size_t at) {
        const Change& change = changes_[at];
        if (!desk_.cache.holds(change.scope)) return false;
        read_.insert(change.scope);
        rows().put(change.scope, *change.after);
        return true;
    });
}

std::variant<Missing, Verdict> Turn::decide_wish(Wish& wish) {
    if (wish.time == 0) wish.time = desk_.clock.now();
    Envelope envelope = wish.envelope;
    envelope.time = wish.time;
    for (;;) {
        if (!wish.has_drawn) {
            wish.drawn = draw_for(envelope.command, desk_.chance, desk_.vault);
            wish.has_drawn = true;
        }
        Decision decision = decide(envelope, wish.drawn, rows());
        // An address is what somebody says it is, until something that was sent to it comes back: here the link.
        if (decision.done() && desk_.options.passwords && !wish.by_link &&
            std::holds_alternative<AcceptInvitation>(envelope.command)) {
            decision.result = Refused{Refusal::invitation_not_for_you, {}};
        }
        if (const Undecided* undecided = decision.undecided()) {
            std::vector<Scope> missed = undecided->missed;
            // What its record will want comes along.
            if (!envelope.person.is_none()) missed.push_back(account_scope(envelope.home));
            Missing missing = missing_of(missed, decision.missed_by_projection);
            assert(missing.any());
            return missing;
        }
        const Refused* refused = decision.refused();
        if (refused && wish.redrawn < most_redraws && is_drawn_taken(wish, *refused, rows())) {
            ++wish.redrawn;
            wish.has_drawn = false;
            continue;
        }
        const Done* done = decision.done();
        if (done) {
            // What is written must have been loaded, whether or not the rule looked at it first.
            Missing missing = missing_of(decision.missed_by_projection, scopes_of(done->changes));
            if (missing.any()) return missing;
        }
        Recorded recorded = record_activity(envelope, decision, rows());
        Missing missing = missing_of(recorded.missed, {});
        if (missing.any()) return missing;
        Recorded notices;
        if (done) notices = record_notices(envelope, done->changes, rows());
        missing = missing_of(notices.missed, {});
        if (missing.any()) return missing;
        Recorded mails;
        if (done && desk_.options.mailer) {
            mails = (this->*desk_.options.people->mails_of)(wish, envelope, done->changes, notices.changes);
        }
        missing = missing_of(mails.missed, {});
        if (missing.any()) return missing;
        note_read(decision.read);
        note_read(recorded.read);
        note_read(notices.read);
        note_read(mails.read);
        JournalRecord record;
        record.submitted = wish.envelope.time;
        Verdict verdict;
        if (done) {
            apply(done->changes);
            record.drawn = wish.drawn;
            record.written = done->changes;
        } else {
            verdict.refusal = refused->refusal;
            verdict.problems = refused->problems;
            if (verdict.problems.size() > most_import_problems) verdict.problems.resize(most_import_problems);
            record.refusal = refused->refusal;
        }
        append(recorded.changes);
        apply(notices.changes);
        record.envelope = std::move(envelope);
        journal_.push_back(std::move(record));
        if (!mails.changes.empty()) write_own(std::move(mails.changes));
        return verdict;
    }
}

void Turn::write_own(ChangeSet changes) {
    apply(changes);
    JournalRecord record;
    record.own = true;
    record.envelope.time = desk_.clock.now();
    record.submitted = record.envelope.time;
    record.written = std::move(changes);
    journal_.push_back(std::move(record));
}

Missing Turn::conclude(Work& work) {
    if (!work.undecided()) {
        work.begin_projection();
        project(work);
    }
    Missing missing = missing_of(work.missed(), work.missed_by_projection());
    if (missing.any()) return missing;
    note_read(work.read());
    ChangeSet changes = work.take_changes();
    if (changes.empty()) return {};
    missing = missing_of(scopes_of(changes), {});
    if (missing.any()) return missing;
    write_own(std::move(changes));
    return {};
}

ClientProgress& Turn::progress_of(const ClientId& client, const PersonId& person) {
    const auto [at, begun] = clients_.try_emplace(client);
    if (begun) {
        const ClientCache::Known* known = desk_.clients.find(client);
        assert(known);
        at->second.client = client;
        at->second.person = person;
        at->second.from = known->record.last_seq;
        at->second.last_seq = known->record.last_seq;
    }
    return at->second;
}

const ClientProgress* Turn::find_progress(const ClientId& client) const {
    const auto found = clients_.find(client);
    return found == clients_.end() ? nullptr : &found->second;
}

std::vector<ScopeVersion> Turn::read() const {
    std::vector<ScopeVersion> versions;
    versions.reserve(read_.size());
    for (const Scope& scope : read_) {
        // A command that was refused may have read past a scope that it did not need.
        if (desk_.cache.holds(scope)) versions.push_back({scope, desk_.cache.version(scope)});
    }
    return versions;
}

Batch Turn::take_batch() {
    Batch batch;
    batch.read = read();
    batch.changes = changes_;
    batch.journal = std::move(journal_);
    for (const auto& [client, progress] : clients_) {
        if (progress.last_seq != progress.from) batch.clients.push_back(progress);
    }
    batch.now = desk_.clock.now();
    return batch;
}

void Turn::undo() {
    std::erase_if(changes_, [&](const Change& change) { return !desk_.cache.holds(change.scope); });
    rows().undo(changes_);
    changes_.clear();
    unheld_.clear();
}

}  // namespace parasol
