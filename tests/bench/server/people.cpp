#include "bench/server/people.h"

#include <boost/asio/io_context.hpp>

#include "authority/drawing.h"
#include "authority/sample.h"
#include "domain/limits.h"
#include "shell/server/loop.h"
#include "shell/server/secrets.h"
#include "shell/server/sqlite_database.h"

namespace parasol::bench {
namespace {

struct Held {
    PersonId person;
    AccountId account;
};

std::vector<Held> owners_in(Database& database, std::size_t most) {
    std::vector<Held> all;
    database.scan(
        ScopeKind::person,
        [&](const Scope& scope, const ScopeRows& rows) {
            if (rows.count<HeldGrantRow>() != 1) return true;
            rows.each<HeldGrantRow>([&](const HeldGrantRow& grant) {
                const bool owns = grant.role == Role::account_owner && grant.account_kind == AccountKind::customer;
                if (owns) all.push_back({PersonId(scope.id), grant.account});
            });
            return true;
        },
        [](DatabaseError) {});
    if (all.size() <= most) return all;
    std::vector<Held> some;
    for (std::size_t at = 0; at < most; ++at) some.push_back(all[at * all.size() / most]);
    return some;
}

}  // namespace

People add_people(const std::string& data, std::size_t most_owners, std::size_t operator_sessions,
                  std::size_t owner_sessions) {
    People people;
    boost::asio::io_context io;
    server::AsioClock clock(io);
    server::SodiumChance chance;
    auto opened = server::SqliteDatabase::open(data + "/parasol.db", server::SqliteDatabase::Missing::is_an_error,
                                               clock, chance);
    const server::ReadKey key = server::read_key(data + "/parasol.key", false);
    people.problem = opened.database ? key.problem : opened.problem;
    if (!opened.database || !key.key) return people;
    server::SqliteDatabase& database = *opened.database;
    server::SodiumVault vault(*key.key);

    std::vector<Scope> accounts;
    // Some of their accounts are suspended.
    const std::vector<Held> found = owners_in(database, most_owners + most_owners / 8 + 8);
    for (const Held& one : found) accounts.push_back(account_scope(one.account));
    database.load(accounts, [&](Loaded loaded) {
        for (std::size_t at = 0; at < loaded.scopes.size(); ++at) {
            for (const Row& row : loaded.scopes[at].rows) {
                const auto* account = std::get_if<AccountRow>(&row);
                if (account && account->state == AccountState::active && people.owners.size() < most_owners) {
                    people.owners.push_back({found[at].person, *account});
                }
            }
        }
    });
    io.run();
    if (people.owners.empty()) people.problem = "The sample has nobody who owns a customer's account.";

    Batch batch;
    batch.now = clock.now();
    JournalRecord entry;
    entry.own = true;
    entry.envelope.time = batch.now;
    const auto begin = [&](const PersonId& person) {
        const std::string token = draw_session_token(chance);
        SessionRow row;
        row.id = SessionId(draw_id(clock, chance));
        row.person = person;
        row.created = batch.now;
        row.expires = batch.now + session_life;
        const Scope scope = session_key(vault.fingerprint("session", token));
        entry.written.push_back({scope, std::nullopt, Row(row)});
        const std::uint32_t address = 0x7F010001 + static_cast<std::uint32_t>(people.sessions.size());
        people.sessions.push_back({person, "__Host-parasol-" + to_string(person) + "=" + token, address});
    };
    for (std::size_t at = 0; at < operator_sessions; ++at) begin(sample_guide().operator_owner);
    for (std::size_t at = 0; at < owner_sessions && !people.owners.empty(); ++at) {
        begin(people.owners[at % people.owners.size()].person);
    }
    batch.changes = entry.written;
    batch.journal.push_back(std::move(entry));
    io.restart();
    database.commit(std::move(batch), [&](const Committed& result) {
        if (result.error != DatabaseError::none) people.problem = "Sessions could not be written.";
    });
    io.run();
    return people;
}

}  // namespace parasol::bench
