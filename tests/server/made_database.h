// A new database and its key, for whoever tests a server over them.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <string>

#include "shell/server/loop.h"
#include "shell/server/secrets.h"
#include "shell/server/store.h"

namespace web {

// With these rows. Answers what is wrong; an empty text where all is well.
inline std::string make_database(const std::string& file, const std::string& key,
                                 const std::function<parasol::RowSet(parasol::Vault&, parasol::Instant)>& rows) {
    namespace server = parasol::server;
    if (!server::start_sodium()) return "no randomness";
    boost::asio::io_context io;
    server::AsioClock clock(io);
    server::SodiumChance chance;
    const auto store = server::open_store(file, key, server::SqliteDatabase::Missing::is_made, clock, chance);
    if (!store.problem.empty()) return store.problem;
    server::SodiumVault vault(store.key);
    parasol::JournalRecord entry;
    entry.own = true;
    entry.envelope.time = clock.now();
    bool filled = false;
    store.database->fill(rows(vault, clock.now()), entry, [&](const parasol::Committed& result) {
        filled = result.error == parasol::DatabaseError::none;
    });
    io.run();
    return filled ? "" : "the database is not filled";
}

}  // namespace web
