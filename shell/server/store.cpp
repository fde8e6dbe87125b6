#include "shell/server/store.h"

#include <utility>

namespace parasol::server {
namespace {

constexpr const char* wrong_key =
    "The key is not the one that the database was made with. Restore that one beside it.";

}  // namespace

Store open_store(const std::string& database, const std::string& key, SqliteDatabase::Missing missing, Clock& clock,
                 Chance& chance) {
    Store store;
    auto opened = SqliteDatabase::open(database, missing, clock, chance);
    store.problem = std::move(opened.problem);
    if (!opened.database) return store;
    store.database = std::move(opened.database);
    const bool may_make = missing == SqliteDatabase::Missing::is_made && store.database->is_empty();
    ReadKey read = read_key(key, may_make);
    store.problem = std::move(read.problem);
    if (!read.key) return store;
    store.key = *read.key;
    SodiumVault vault(store.key);
    if (!store.database->takes_key(vault)) store.problem = wrong_key;
    return store;
}

}  // namespace parasol::server
