#include "shell/server/sql.h"

#include <array>

namespace parasol::server {
namespace {

// Somebody else's commit takes milliseconds.
constexpr int longest_wait_ms = 10000;

constexpr std::size_t id_bytes = 16;

}  // namespace

Sql::Sql(const std::string& path, Mode mode) {
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (mode == Mode::create) flags |= SQLITE_OPEN_CREATE;
    note(sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr));
    if (good()) note(sqlite3_busy_timeout(handle_, longest_wait_ms));
}

Sql::~Sql() { sqlite3_close(handle_); }

void Sql::note(int result) {
    if (result == SQLITE_OK || result == SQLITE_ROW || result == SQLITE_DONE || !good()) return;
    error_ = result;
    message_ = handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(result);
}

void Sql::clear_error() {
    error_ = SQLITE_OK;
    message_.clear();
}

void Sql::run(const char* text) {
    if (good()) note(sqlite3_exec(handle_, text, nullptr, nullptr, nullptr));
}

std::int64_t Sql::number(const char* text) {
    Statement statement(*this, text);
    return statement.with().step() ? statement.number(0) : 0;
}

std::string Sql::text(const char* text) {
    Statement statement(*this, text);
    return statement.with().step() ? statement.text(0) : std::string();
}

void Sql::roll_back() {
    if (in_transaction()) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

Statement::Statement(Sql& sql, const char* text) : sql_(sql) {
    if (!sql_.good()) return;
    sql_.note(sqlite3_prepare_v3(sql_.handle(), text, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr));
}

Statement::~Statement() { sqlite3_finalize(statement_); }

bool Statement::step() {
    if (!sql_.good()) return false;
    const int result = sqlite3_step(statement_);
    sql_.note(result);
    if (result == SQLITE_ROW) return true;
    sqlite3_reset(statement_);
    return false;
}

void Statement::run() {
    while (step()) {
    }
}

std::string_view Statement::bytes(int column) const {
    const void* data = sqlite3_column_blob(statement_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return data ? std::string_view(static_cast<const char*>(data), size) : std::string_view();
}

Id Statement::id(int column) const {
    const std::string_view from = bytes(column);
    Id id;
    if (from.size() != id_bytes) return id;
    for (std::size_t at = 0; at < id_bytes; ++at) {
        std::uint64_t& half = at < id_bytes / 2 ? id.high : id.low;
        half = half << 8U | static_cast<unsigned char>(from[at]);
    }
    return id;
}

void Statement::bind(int at, const std::string& text) {
    sqlite3_bind_text64(statement_, at, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::bind(int at, const Id& id) {
    std::array<char, id_bytes> to{};
    for (std::size_t place = 0; place < id_bytes; ++place) {
        const std::uint64_t half = place < id_bytes / 2 ? id.high : id.low;
        to[place] = static_cast<char>(half >> (56U - 8U * (place % 8)) & 0xFFU);
    }
    sqlite3_bind_blob64(statement_, at, to.data(), to.size(), SQLITE_TRANSIENT);
}

void Statement::bind(int at, const Blob& blob) {
    if (!blob.bytes) {
        sqlite3_bind_null(statement_, at);
    } else if (blob.bytes->empty()) {
        sqlite3_bind_zeroblob(statement_, at, 0);
    } else {
        sqlite3_bind_blob64(statement_, at, blob.bytes->data(), blob.bytes->size(), SQLITE_STATIC);
    }
}

}  // namespace parasol::server
