// A database file and the key of the secrets in it: they belong together, and are opened together.
#pragma once

#include <memory>
#include <string>

#include "shell/server/secrets.h"
#include "shell/server/sqlite_database.h"

namespace parasol::server {

struct Store {
    std::unique_ptr<SqliteDatabase> database;
    SodiumVault::Key key{};
    std::string problem;  // what is wrong and what to do; then the rest means nothing
};

// Borrows clock and chance for as long as the database lives. A key is made for an empty database alone, where one may
// be made; a key that is not the database's is refused.
Store open_store(const std::string& database, const std::string& key, SqliteDatabase::Missing missing, Clock& clock,
                 Chance& chance);

}  // namespace parasol::server
