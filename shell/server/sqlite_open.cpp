// Opening a database file, and what is done with it as a whole: checking, copying, restoring.
#include <sys/stat.h>
#include <unistd.h>

#include "shell/server/sqlite_database.h"
#include "shell/server/sqlite_schema.h"
#include "shell/server/sqlite_statements.h"
#include "wire/binary.h"
#include "wire/scope_sum.h"

namespace parasol::server {
namespace {

bool exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

std::string quoted(const std::string& path) { return '"' + path + '"'; }

// Looks at a file without changing it; an empty text where it can be opened for good.
std::string problem_of(const std::string& path) {
    Sql sql(path, Sql::Mode::read_only);
    const std::int64_t application = sql.number("PRAGMA application_id");
    const std::int64_t format = sql.number("PRAGMA user_version");
    if (!sql.good()) {
        const int kind = sql.error() & 0xFF;
        if (kind == SQLITE_NOTADB) return quoted(path) + " is not a database of parasold. Choose another file.";
        if (kind == SQLITE_CORRUPT) return quoted(path) + " is damaged. Restore a backup.";
        return quoted(path) + " cannot be read: " + sql.message() + ".";
    }
    if (application != application_id) return quoted(path) + " is not a database of parasold. Choose another file.";
    if (format > file_format) {
        return quoted(path) + " was written by a newer version of parasold. It is untouched: run that version.";
    }
    const std::string check = sql.text("PRAGMA quick_check(1)");
    if (!sql.good() || check != "ok") return quoted(path) + " is damaged. Restore a backup.";
    return {};
}

void make_tables(Sql& sql, const std::string& epoch) {
    sql.run("BEGIN IMMEDIATE");
    sql.run(schema);
    Statement(sql, "INSERT INTO meta (key, value) VALUES ('epoch', ?)").with(epoch).run();
    Statement(sql, "INSERT INTO meta (key, value) VALUES ('form', ?)").with(row_form).run();
    sql.run("INSERT INTO meta (key, value) VALUES ('version', 0), ('horizon', 0), ('begins', 0)");
    sql.run(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
    sql.run(("PRAGMA user_version = " + std::to_string(file_format)).c_str());
    sql.run("COMMIT");
}

// The checksum of a scope's rows as they are; an error where one cannot be read.
std::int64_t summed_up(Sql& sql, Statement& rows, std::int64_t scope) {
    std::int64_t sum = 0;
    rows.with(scope);
    while (rows.step()) {
        BinaryReader reader(rows.bytes(0));
        Row row;
        if (reader.read(row) && reader.at_end()) sum = sum_with(sum, sum_of(row));
        else sql.note(SQLITE_CORRUPT);
    }
    return sum;
}

constexpr const char* rows_of_scope = "SELECT bytes FROM rows WHERE scope = ?";

// Brings a file of an older format, or of another form of rows, up to this one. All of it or nothing.
void bring_up(Sql& sql) {
    constexpr const char* form_of = "SELECT value FROM meta WHERE key = 'form'";
    if (sql.number("PRAGMA user_version") == file_format && sql.number(form_of) == row_form) return;
    sql.run("BEGIN IMMEDIATE");
    // Another process may have done it meanwhile.
    if (sql.number("PRAGMA user_version") == 1) sql.run(upgrade_from_1);
    if (sql.good() && sql.number(form_of) != row_form) {
        Statement scopes(sql, "SELECT number FROM scopes");
        Statement rows(sql, rows_of_scope);
        Statement update(sql, "UPDATE scopes SET sum = ? WHERE number = ?");
        std::vector<std::int64_t> numbers;
        while (scopes.step()) numbers.push_back(scopes.number(0));
        for (const std::int64_t number : numbers) update.with(summed_up(sql, rows, number), number).run();
        Statement(sql, "INSERT OR REPLACE INTO meta (key, value) VALUES ('form', ?)").with(row_form).run();
    }
    sql.run(("PRAGMA user_version = " + std::to_string(file_format)).c_str());
    sql.run("COMMIT");
    if (!sql.good()) sql.roll_back();
}

}  // namespace

SqliteDatabase::Opened SqliteDatabase::open(const std::string& path, Missing missing, Clock& clock, Chance& chance) {
    const bool is_new = !exists(path);
    if (is_new && missing == Missing::is_an_error) {
        return {nullptr, "There is no database " + quoted(path) +
                             ". Make one with \"parasold init\", or name its folder with --data."};
    }
    if (!is_new) {
        std::string problem = problem_of(path);
        if (problem.empty() && access(path.c_str(), W_OK) != 0) {
            problem = quoted(path) + " cannot be written. Make it writable for parasold.";
        }
        if (!problem.empty()) return {nullptr, std::move(problem)};
    }
    // What is in it is nobody else's to read.
    const mode_t before = umask(0077);
    auto sql = std::make_unique<Sql>(path, is_new ? Sql::Mode::create : Sql::Mode::read_write);
    // A checkpoint holds up the commit that it comes with: one in 80 MB instead of one in 4. What commits touch is all
    // over the file: 64 MB of it are kept at hand. What is erased is overwritten.
    sql->run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 20000;"
             "PRAGMA cache_size = -65536; PRAGMA secure_delete = ON");
    if (is_new) make_tables(*sql, to_string(draw_id(clock, chance)));
    else bring_up(*sql);
    umask(before);
    std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(std::move(sql), clock));
    if (!database->sql_->good()) {
        return {nullptr, quoted(path) + " cannot be opened: " + database->sql_->message() + "."};
    }
    return {std::move(database), {}};
}

void SqliteDatabase::checkpoint_apart() { checkpoints_ = std::make_unique<Checkpoints>(*sql_); }

bool SqliteDatabase::is_empty() { return meta("version") == 0; }

Instant SqliteDatabase::last_recorded() {
    Statement last(*sql_, "SELECT bytes FROM journal ORDER BY number DESC LIMIT 1");
    const auto entry = last.with().step() ? decode_binary<JournalRecord>(last.bytes(0)) : std::nullopt;
    return entry ? entry->envelope.time : 0;
}

std::optional<RowSet> SqliteDatabase::all_rows() {
    RowSet rows;
    begin_reading();
    Statement statement(*sql_, "SELECT scopes.name, rows.bytes FROM rows JOIN scopes ON scopes.number = rows.scope");
    while (statement.step()) {
        const auto scope = parse_scope(statement.bytes(0));
        BinaryReader reader(statement.bytes(1));
        Row row;
        if (!scope || !reader.read(row) || !reader.at_end()) sql_->note(SQLITE_CORRUPT);
        else rows.put(*scope, std::move(row));
    }
    if (end_reading() != DatabaseError::none) return std::nullopt;
    return rows;
}

std::string SqliteDatabase::damage() {
    const std::string found = sql_->text("PRAGMA integrity_check(1)");
    if (!sql_->good()) return sql_->message();
    if (found != "ok") return found;
    Statement scopes(*sql_, "SELECT number, name, sum FROM scopes");
    Statement rows(*sql_, rows_of_scope);
    while (scopes.step()) {
        if (summed_up(*sql_, rows, scopes.number(0)) != scopes.number(2)) {
            return "the checksum of " + scopes.text(1) + " does not fit its rows";
        }
    }
    return sql_->good() ? std::string() : sql_->message();
}

bool SqliteDatabase::takes_key(Vault& vault) {
    const std::string print = vault.fingerprint("database", "key");
    const std::string known = sql_->text("SELECT value FROM meta WHERE key = 'key'");
    if (known.empty()) statements_->set_meta.with(std::string("key"), print).run();
    return sql_->good() && (known.empty() || known == print);
}

std::string SqliteDatabase::copy(const std::string& from, const std::string& to) {
    if (!exists(from)) return "There is no database " + quoted(from) + ".";
    std::string problem = problem_of(from);
    if (!problem.empty()) return problem;
    if (exists(to)) return quoted(to) + " is there already. Choose another name.";
    Sql sql(from, Sql::Mode::read_only);
    const mode_t before = umask(0077);
    Statement(sql, "VACUUM INTO ?").with(to).run();
    umask(before);
    if (sql.good()) return {};
    unlink(to.c_str());
    return quoted(to) + " could not be written: " + sql.message() + ".";
}

bool SqliteDatabase::renew_epoch(Chance& chance) {
    epoch_ = to_string(draw_id(clock_, chance));
    sql_->clear_error();
    statements_->set_meta.with(std::string("epoch"), epoch_).run();
    return sql_->good();
}

}  // namespace parasol::server
