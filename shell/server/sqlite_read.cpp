// How the database reads: scopes, what has changed in them, how they were, clients and the journal.
#include <algorithm>
#include <set>
#include <utility>

#include "authority/reading.h"
#include "shell/server/sqlite_statements.h"
#include "wire/binary.h"

namespace parasol::server {
namespace {

bool read_row(std::string_view bytes, Row& row) {
    BinaryReader reader(bytes);
    return reader.read(row) && reader.at_end();
}

}  // namespace

std::int64_t SqliteDatabase::meta(const char* key) {
    Statement& statement = statements_->meta.with(std::string(key));
    const std::int64_t value = statement.step() ? statement.number(0) : 0;
    statement.reset();
    return value;
}

SqliteDatabase::ScopeOnDisk SqliteDatabase::scope_on_disk(const std::string& name) {
    Statement& statement = statements_->scope.with(name);
    if (!statement.step()) return {};
    const ScopeOnDisk found{statement.number(0), statement.number(1), statement.number(2)};
    statement.reset();
    return found;
}

std::vector<Row> SqliteDatabase::rows_of(std::int64_t scope) {
    std::vector<Row> rows;
    Statement& statement = statements_->rows.with(scope);
    while (statement.step()) {
        if (read_row(statement.bytes(0), rows.emplace_back())) continue;
        sql_->note(SQLITE_CORRUPT);
        statement.reset();
        break;
    }
    return rows;
}

Loaded SqliteDatabase::load_now(const std::vector<Scope>& scopes) {
    Loaded loaded;
    begin_reading();
    loaded.scopes.reserve(scopes.size());
    for (const Scope& scope : scopes) {
        const ScopeOnDisk found = scope_on_disk(to_string(scope));
        loaded.scopes.push_back({scope, found.version, found.number != 0 ? rows_of(found.number) : std::vector<Row>()});
    }
    loaded.error = end_reading();
    if (loaded.error != DatabaseError::none) loaded.scopes.clear();
    return loaded;
}

void SqliteDatabase::load(std::vector<Scope> scopes, Callback<void(Loaded)> done) {
    in_turn([this, scopes = std::move(scopes), done = std::move(done)] { done(load_now(scopes)); }, false);
}

// What the file holds, for one answer.
class SqliteDatabase::Source final : public ScopeSource {
  public:
    explicit Source(SqliteDatabase& database) : database_(database), horizon_(database.meta("horizon")) {}

    Version horizon() override { return horizon_; }
    Version last_change(const Scope& scope) override { return find(scope).version; }

    ScopeChanges changes_since(const Scope& scope, Version since) override {
        const ScopeOnDisk& found = find(scope);
        ScopeChanges answer;
        answer.scope = scope;
        answer.sum = found.sum;
        Statement& changed = database_.statements_->changed_rows.with(found.number, since);
        while (changed.step()) take(changed.bytes(0), answer);
        Statement& deleted = database_.statements_->deleted_rows.with(found.number, since);
        while (deleted.step()) {
            answer.deleted.push_back({static_cast<std::size_t>(deleted.number(0)), deleted.id(1)});
        }
        return answer;
    }

    ScopeChanges rows_after(const Scope& scope, const RowName& after, std::size_t most) override {
        const ScopeOnDisk& found = find(scope);
        ScopeChanges answer;
        answer.scope = scope;
        answer.whole = true;
        answer.sum = found.sum;
        if (found.number == 0) return answer;
        const std::size_t read = std::min<std::size_t>(most, INT64_MAX - 1) + 1;
        Statement& rows = database_.statements_->rows_after.with(found.number, after.type, after.id, read);
        while (rows.step()) take(rows.bytes(0), answer);
        cut_part(answer, after, most);
        return answer;
    }

    void take_back(ScopeChanges& changes, Instant at) override {
        database_.take_back(changes, find(changes.scope).number, at);
    }

  private:
    void take(std::string_view bytes, ScopeChanges& into) {
        if (!read_row(bytes, into.rows.emplace_back())) database_.sql_->note(SQLITE_CORRUPT);
    }
    // One scope is asked for several times in a row.
    const ScopeOnDisk& find(const Scope& scope) {
        if (last_ != scope) {
            last_ = scope;
            found_ = database_.scope_on_disk(to_string(scope));
        }
        return found_;
    }

    SqliteDatabase& database_;
    Version horizon_;
    std::optional<Scope> last_;
    ScopeOnDisk found_;
};

// As Past::take_back does, of the images in `was`.
void SqliteDatabase::take_back(ScopeChanges& changes, std::int64_t number, Instant at) {
    std::set<std::pair<std::size_t, Id>> seen;
    std::vector<Row> rows;
    std::vector<RowName> absent;
    Statement& was = statements_->was.with(number, at);
    while (was.step()) {
        const RowName name{static_cast<std::size_t>(was.number(0)), was.id(1)};
        if (!seen.insert({name.type, name.id}).second) continue;
        if (was.is_null(2)) {
            absent.push_back(name);
        } else if (!read_row(was.bytes(2), rows.emplace_back())) {
            sql_->note(SQLITE_CORRUPT);
        }
    }
    const auto is_other = [&](std::size_t type, const Id& id) { return seen.count({type, id}) != 0; };
    std::erase_if(changes.rows, [&](const Row& row) { return is_other(row.index(), row_id(row)); });
    std::erase_if(changes.deleted, [&](const RowName& row) { return is_other(row.type, row.id); });
    changes.rows.insert(changes.rows.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    if (!changes.whole) changes.deleted.insert(changes.deleted.end(), absent.begin(), absent.end());
}

ClientRecord SqliteDatabase::client(const ClientSeen& asked) {
    ClientRecord answer;
    answer.client = asked.client;
    Statement& known = statements_->client.with(asked.client);
    if (!known.step()) return answer;
    answer.person = PersonId(known.id(0));
    answer.last_seq = known.number(1);
    known.reset();
    Statement& outcomes = statements_->outcomes.with(asked.client, asked.last_seq);
    while (outcomes.step()) {
        if (auto kept = decode_binary<KeptOutcome>(outcomes.bytes(0))) {
            answer.outcomes.push_back(std::move(*kept));
        } else {
            sql_->note(SQLITE_CORRUPT);
        }
    }
    return answer;
}

ReadAnswer SqliteDatabase::read_now(const ReadRequest& request) {
    ReadAnswer answer;
    begin_reading();
    answer.version = meta("version");
    for (const ScopeVersion& expected : request.expected) {
        const Version version = scope_on_disk(to_string(expected.scope)).version;
        if (version != expected.version) answer.stale.push_back(expected.scope);
    }
    if (!answer.stale.empty()) {
        answer.error = end_reading();
        if (answer.error == DatabaseError::none) answer.error = DatabaseError::conflict;
        return answer;
    }
    if (request.as_of != 0) {
        answer.as_of = std::max(request.as_of, meta("begins"));
    }
    Source source(*this);
    read_scopes(source, request, answer);
    for (const ClientSeen& asked : request.clients) answer.clients.push_back(client(asked));
    answer.error = end_reading();
    return answer;
}

void SqliteDatabase::read(ReadRequest request, Callback<void(ReadAnswer)> done) {
    in_turn([this, request = std::move(request), done = std::move(done)] { done(read_now(request)); }, false);
}

void SqliteDatabase::scan(ScopeKind kind, Callback<bool(const Scope&, const ScopeRows&)> visit,
                          Callback<void(DatabaseError)> done) {
    const auto run = [this, kind, visit = std::move(visit), done = std::move(done)] {
        const std::string name(scope_kind_name(kind));
        begin_reading();
        std::vector<std::pair<Scope, std::int64_t>> scopes;
        Statement& names = statements_->scopes_between.with(name + ':', name + ';');  // the next after ':'
        while (names.step()) {
            if (auto scope = parse_scope(names.bytes(1))) scopes.emplace_back(std::move(*scope), names.number(0));
        }
        for (const auto& [scope, number] : scopes) {
            ScopeRows rows;
            for (Row& row : rows_of(number)) rows.put(std::move(row));
            if (rows.size() != 0 && !visit(scope, rows)) break;
        }
        done(end_reading());
    };
    in_turn(run, false);
}

void SqliteDatabase::journal(std::int64_t number, std::size_t most,
                             Callback<void(DatabaseError, std::vector<JournalRecord>)> done) {
    const auto run = [this, number, most, done = std::move(done)] {
        std::vector<JournalRecord> entries;
        begin_reading();
        const auto limit = static_cast<std::int64_t>(std::min<std::size_t>(most, INT64_MAX));
        Statement& statement = statements_->entries.with(number, limit);
        while (statement.step()) {
            if (auto entry = decode_binary<JournalRecord>(statement.bytes(0))) {
                entries.push_back(std::move(*entry));
            } else {
                sql_->note(SQLITE_CORRUPT);
            }
        }
        const DatabaseError error = end_reading();
        if (error != DatabaseError::none) entries.clear();
        done(error, std::move(entries));
    };
    in_turn(run, false);
}

}  // namespace parasol::server
