// SQLite as C++: a connection, and statements that are prepared once and run often. Nothing throws: what goes wrong is
// kept by the connection as its first error, and everything after it does nothing until clear_error().
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "domain/ids.h"

namespace parasol::server {

class Sql {
  public:
    enum class Mode : std::uint8_t { read_only, read_write, create };
    // Check error() for how it went.
    Sql(const std::string& path, Mode mode);
    ~Sql();
    Sql(const Sql&) = delete;
    Sql& operator=(const Sql&) = delete;

    sqlite3* handle() const { return handle_; }
    // SQLITE_OK or the first result that was neither that nor a row. Extended codes.
    int error() const { return error_; }
    const std::string& message() const { return message_; }
    bool good() const { return error_ == SQLITE_OK; }
    void note(int result);
    void clear_error();

    // Several statements without parameters and without rows.
    void run(const char* text);
    // The first column of the first row; 0 where there is none.
    std::int64_t number(const char* text);
    std::string text(const char* text);
    bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
    // Whatever the transaction did is gone. Leaves the error as it is.
    void roll_back();

  private:
    sqlite3* handle_ = nullptr;
    int error_ = SQLITE_OK;
    std::string message_;
};

// One statement. Parameters are bound in order by `with`, which begins a new run.
class Statement {
  public:
    Statement(Sql& sql, const char* text);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    // Blobs have to live until the run has ended.
    template <class... Values>
    Statement& with(const Values&... values) {
        sqlite3_reset(statement_);
        int at = 0;
        (bind(++at, values), ...);
        return *this;
    }
    // The next row; false at the end and after an error.
    bool step();
    // Runs to the end, without rows.
    void run();
    // Frees what the run holds: a statement that was not stepped to its end keeps a transaction open.
    void reset() { sqlite3_reset(statement_); }

    std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }
    bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
    std::string_view bytes(int column) const;  // until the next step
    std::string text(int column) const { return std::string(bytes(column)); }
    Id id(int column) const;

  private:
    void bind(int at, std::int64_t number) { sqlite3_bind_int64(statement_, at, number); }
    void bind(int at, std::size_t number) { sqlite3_bind_int64(statement_, at, static_cast<std::int64_t>(number)); }
    void bind(int at, const std::string& text);
    void bind(int at, const Id& id);
    // Bytes or null.
    struct Blob {
        std::optional<std::string_view> bytes;
    };
    void bind(int at, const Blob& blob);

  public:
    static Blob blob(std::string_view bytes) { return {bytes}; }
    static Blob null() { return {}; }

  private:
    Sql& sql_;
    sqlite3_stmt* statement_ = nullptr;
};

}  // namespace parasol::server
