#include "authority/tables.h"

#include <algorithm>
#include <cassert>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "authority/reading.h"
#include "wire/scope_sum.h"

namespace parasol {
namespace {

// A smaller scope is summed up whenever its checksum is asked for.
constexpr std::size_t large_scope = 32;

// More changes than this are not remembered: the oldest go, and clients that old are answered whole.
constexpr std::size_t most_history = 400000;

}  // namespace

std::vector<Tables::Touched> Tables::touched_by(const ChangeSet& changes) {
    std::vector<Touched> touched;
    touched.reserve(changes.size());
    std::set<std::tuple<Scope, std::size_t, Id>> seen;
    for (const Change& change : changes) {
        const Row& row = change.after ? *change.after : *change.before;
        if (seen.insert({change.scope, row.index(), row_id(row)}).second) {
            touched.push_back({change.scope, {row.index(), row_id(row)}});
        }
    }
    return touched;
}

Version Tables::version_of(const Scope& scope) const {
    const auto known = history_.find(scope);
    if (known != history_.end()) return known->second.back().version;
    return rows_.holds(scope) ? horizon_ : 0;
}

Loaded Tables::load(const std::vector<Scope>& scopes) const {
    Loaded loaded;
    loaded.scopes.reserve(scopes.size());
    for (const Scope& scope : scopes) {
        LoadedScope one;
        one.scope = scope;
        one.version = version_of(scope);
        if (const ScopeRows* rows = rows_.scope(scope)) one.rows = rows->all();
        loaded.scopes.push_back(std::move(one));
    }
    return loaded;
}

Committed Tables::check(const Batch& batch) const {
    Committed result;
    for (const ScopeVersion& read : batch.read) {
        if (version_of(read.scope) != read.version) result.stale.push_back(read.scope);
    }
    bool clients_agree = true;
    for (const ClientProgress& progress : batch.clients) {
        const auto known = clients_.find(progress.client);
        const std::int64_t last_seq = known == clients_.end() ? 0 : known->second.last_seq;
        if (last_seq != progress.from) clients_agree = false;
        if (known != clients_.end() && known->second.person != progress.person) clients_agree = false;
    }
    if (!result.stale.empty() || !clients_agree) result.error = DatabaseError::conflict;
    return result;
}

void Tables::remember(Version version, Instant at, const std::vector<Touched>& touched) {
    Commit commit{version, at, {}};
    for (const Touched& one : touched) {
        std::vector<Entry>& entries = history_[one.scope];
        if (entries.empty() || entries.back().version != version) commit.scopes.push_back(one.scope);
        entries.push_back({version, one.row.type, one.row.id});
    }
    history_size_ += touched.size();
    commits_.push_back(std::move(commit));
}

// What is forgotten is forgotten a whole commit at a time.
void Tables::forget_before(Instant at) {
    std::size_t gone = 0;
    while (gone < commits_.size() && (commits_[gone].at < at || history_size_ > most_history)) {
        const Commit& commit = commits_[gone];
        for (const Scope& scope : commit.scopes) {
            const auto known = history_.find(scope);
            std::vector<Entry>& entries = known->second;
            const auto kept = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
                return entry.version > commit.version;
            });
            history_size_ -= static_cast<std::size_t>(kept - entries.begin());
            entries.erase(entries.begin(), kept);
            if (entries.empty()) history_.erase(known);
        }
        horizon_ = commit.version;
        ++gone;
    }
    commits_.erase(commits_.begin(), commits_.begin() + static_cast<std::ptrdiff_t>(gone));
}

void Tables::progress(const ClientProgress& progress, Instant now) {
    ClientRecord& record = clients_[progress.client];
    record.client = progress.client;
    record.person = progress.person;
    record.last_seq = progress.last_seq;
    record.outcomes.insert(record.outcomes.end(), progress.outcomes.begin(), progress.outcomes.end());
    const auto kept = std::find_if(record.outcomes.begin(), record.outcomes.end(),
                                   [&](const KeptOutcome& one) { return one.at >= now - kept_history; });
    record.outcomes.erase(record.outcomes.begin(), kept);
}

void Tables::count_in(const Change& change, bool taken_back) {
    const auto known = sums_.find(change.scope);
    if (known == sums_.end()) return;
    const auto& before = taken_back ? change.after : change.before;
    const auto& after = taken_back ? change.before : change.after;
    if (before) known->second = sum_without(known->second, sum_of(*before));
    if (after) known->second = sum_with(known->second, sum_of(*after));
}

std::int64_t Tables::sum_of_scope(const Scope& scope) const {
    const ScopeRows* rows = rows_.scope(scope);
    if (!rows) return 0;
    if (rows->size() < large_scope) return sum_of(*rows);
    const auto [known, is_new] = sums_.try_emplace(scope);
    if (is_new) known->second = sum_of(*rows);
    return known->second;
}

void Tables::apply_rows(Batch& batch) {
    rows_.apply(batch.changes);
    for (const Change& change : batch.changes) count_in(change, false);
    for (const Change& change : batch.changes) {
        const ScopeRows* rows = rows_.scope(change.scope);
        if (rows && rows->size() == 0) rows_.drop(change.scope);
    }
    std::int64_t number = entry_count_;
    for (JournalRecord& entry : batch.journal) {
        entry.number = ++number;
        entry.version = version_ + 1;
    }
}

void Tables::undo_rows(const Batch& batch) {
    rows_.undo(batch.changes);
    for (const Change& change : batch.changes) count_in(change, true);
    for (const Change& change : batch.changes) {
        const ScopeRows* rows = rows_.scope(change.scope);
        if (rows && rows->size() == 0) rows_.drop(change.scope);
    }
}

Version Tables::accept(const Batch& batch) {
    ++version_;
    remember(version_, batch.now, touched_by(batch.changes));
    forget_before(batch.now - kept_history);
    for (const ClientProgress& one : batch.clients) progress(one, batch.now);
    entry_count_ += static_cast<std::int64_t>(batch.journal.size());
    if (keep_journal_) journal_.insert(journal_.end(), batch.journal.begin(), batch.journal.end());
    for (const JournalRecord& entry : batch.journal) {
        if (past_) past_->note(entry);
    }
    return version_;
}

Version Tables::fill(RowSet rows, JournalRecord& entry) {
    assert(version_ == 0);
    rows_ = std::move(rows);
    // Only scopes with rows are kept; what builds rows may hold others.
    std::vector<Scope> empty;
    for (const auto& [scope, held] : rows_.scopes()) {
        if (held.size() == 0) empty.push_back(scope);
    }
    for (const Scope& scope : empty) rows_.drop(scope);
    version_ = 1;
    horizon_ = 1;
    entry.number = ++entry_count_;
    entry.version = version_;
    if (keep_journal_) journal_.push_back(entry);
    return version_;
}

void Tables::unfill() {
    rows_.clear();
    sums_.clear();
    version_ = 0;
    horizon_ = 0;
    entry_count_ = 0;
    journal_.clear();
    past_.reset();
}

void Tables::amend(std::vector<JournalRecord> entries, const std::vector<Scope>& forgotten) {
    for (JournalRecord& entry : entries) {
        const auto at = static_cast<std::size_t>(entry.number - 1);
        journal_[at] = std::move(entry);
    }
    past_.reset();  // is made anew when it is asked for
    for (const Scope& scope : forgotten) {
        const auto known = history_.find(scope);
        if (known == history_.end() || (rows_.scope(scope) && rows_.scope(scope)->size() != 0)) continue;
        history_size_ -= known->second.size();
        history_.erase(known);
        for (Commit& commit : commits_) std::erase(commit.scopes, scope);
        rows_.drop(scope);
    }
}

Tables Tables::copy() const {
    Tables other;
    for (const auto& [scope, held] : rows_.scopes()) {
        for (Row& row : held.all()) other.rows_.put(scope, std::move(row));
    }
    other.version_ = version_;
    other.horizon_ = horizon_;
    other.history_ = history_;
    other.commits_ = commits_;
    other.history_size_ = history_size_;
    other.clients_ = clients_;
    other.journal_ = journal_;
    other.entry_count_ = entry_count_;
    other.keep_journal_ = keep_journal_;
    return other;
}

// What these tables hold, for one answer.
class Tables::Source final : public ScopeSource {
  public:
    explicit Source(const Tables& tables) : tables_(tables) {}

    Version horizon() override { return tables_.horizon_; }
    Version last_change(const Scope& scope) override { return tables_.version_of(scope); }

    ScopeChanges changes_since(const Scope& scope, Version since) override {
        ScopeChanges answer;
        answer.scope = scope;
        const auto known = tables_.history_.find(scope);
        if (known == tables_.history_.end()) return answer;
        const std::vector<Entry>& entries = known->second;
        const auto first = std::upper_bound(
            entries.begin(), entries.end(), since,
            [](Version version, const Entry& entry) { return version < entry.version; });
        std::set<std::pair<std::size_t, Id>> seen;
        const ScopeRows* rows = tables_.rows_.scope(scope);
        for (auto entry = first; entry != entries.end(); ++entry) {
            if (!seen.insert({entry->type, entry->id}).second) continue;
            std::optional<Row> row = rows ? rows->find_row(entry->type, entry->id) : std::nullopt;
            if (row) {
                answer.rows.push_back(std::move(*row));
            } else {
                answer.deleted.push_back({entry->type, entry->id});
            }
        }
        if (first != entries.end()) answer.sum = tables_.sum_of_scope(scope);
        return answer;
    }

    ScopeChanges rows_after(const Scope& scope, const RowName& after, std::size_t most) override {
        ScopeChanges answer;
        answer.scope = scope;
        answer.whole = true;
        if (const ScopeRows* rows = tables_.rows_.scope(scope)) {
            answer.rows = rows->rows_after(after.type, after.id, std::min(most, rows->size()) + 1);
            cut_part(answer, after, most);
            answer.sum = tables_.sum_of_scope(scope);
        }
        return answer;
    }

    void take_back(ScopeChanges& changes, Instant at) override { tables_.past_->take_back(changes, at); }

  private:
    const Tables& tables_;
};

ClientRecord Tables::client(const ClientSeen& asked) const {
    ClientRecord answer;
    answer.client = asked.client;
    const auto known = clients_.find(asked.client);
    if (known == clients_.end()) return answer;
    answer.person = known->second.person;
    answer.last_seq = known->second.last_seq;
    const std::vector<KeptOutcome>& outcomes = known->second.outcomes;
    const auto first =
        std::upper_bound(outcomes.begin(), outcomes.end(), asked.last_seq,
                         [](std::int64_t seq, const KeptOutcome& one) { return seq < one.outcome.seq; });
    answer.outcomes.assign(first, outcomes.end());
    return answer;
}

ReadAnswer Tables::read(const ReadRequest& request) const {
    ReadAnswer answer;
    answer.version = version_;
    for (const ScopeVersion& expected : request.expected) {
        if (version_of(expected.scope) != expected.version) answer.stale.push_back(expected.scope);
    }
    if (!answer.stale.empty()) {
        answer.error = DatabaseError::conflict;
        return answer;
    }
    if (request.as_of != 0) answer.as_of = past_->nearest(request.as_of);
    Source source(*this);
    read_scopes(source, request, answer);
    for (const ClientSeen& asked : request.clients) answer.clients.push_back(client(asked));
    return answer;
}

bool Tables::scan(ScopeKind kind, const Callback<bool(const Scope&, const ScopeRows&)>& visit, ScanPlace& place,
                  std::size_t most) const {
    auto at = place.value_or(rows_.scopes().begin());
    for (; at != rows_.scopes().end() && most > 0; ++at, --most) {
        const auto& [scope, rows] = *at;
        if (scope.kind == kind && rows.size() != 0 && !visit(scope, rows)) return true;
    }
    place = at;
    return at == rows_.scopes().end();
}

std::vector<JournalRecord> Tables::journal(std::int64_t number, std::size_t most) const {
    std::vector<JournalRecord> entries;
    for (const JournalRecord& entry : journal_) {
        if (entry.number < number) continue;
        if (entries.size() == most) break;
        entries.push_back(entry);
    }
    return entries;
}

Tables::Recent Tables::recent_of(const Batch& batch, Version version) {
    return {version, batch.now, touched_by(batch.changes), batch.clients};
}

std::vector<Tables::Recent> Tables::recent() const {
    std::vector<Recent> all;
    for (const Commit& commit : commits_) {
        Recent one{commit.version, commit.at, {}, {}};
        for (const Scope& scope : commit.scopes) {
            for (const Entry& entry : history_.at(scope)) {
                if (entry.version == commit.version) one.touched.push_back({scope, {entry.type, entry.id}});
            }
        }
        all.push_back(std::move(one));
    }
    Recent clients;
    clients.version = version_;
    clients.at = all.empty() ? 0 : all.back().at;
    for (const auto& [id, record] : clients_) {
        clients.clients.push_back({record.client, record.person, 0, record.last_seq, record.outcomes});
    }
    all.push_back(std::move(clients));
    return all;
}

void Tables::open(RowSet rows, Version version, Version horizon, std::int64_t entries,
                  const std::vector<Recent>& recent, Instant now) {
    rows_ = std::move(rows);
    version_ = version;
    horizon_ = horizon;
    entry_count_ = entries;
    for (const Recent& one : recent) {
        if (!one.touched.empty()) remember(one.version, one.at, one.touched);
        for (const ClientProgress& client : one.clients) progress(client, now);
    }
    forget_before(now - kept_history);
}

}  // namespace parasol
