// A scene for tests of the authority: a clock, a database, an authority over it, and people who sign in and
// ask. All that they ask travels as text. Nothing happens before the clock is settled, so a test may stop
// anything half-way.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "authority/authority.h"
#include "authority/memory_database.h"
#include "authority/plain_vault.h"
#include "catch.h"
#include "domain/permissions.h"
#include "domain/rules.h"
#include "wire/json.h"
#include "wire/memory_ports.h"

namespace scene {

using namespace parasol;

// Somebody who has signed in, with one client.
struct User {
    std::string session;
    PersonId person;
    ClientId client;
    std::int64_t seq = 0;
};

class Scene {
  public:
    explicit Scene(std::uint64_t seed = 1);

    ManualClock clock{1'792'000'000'000};  // in October 2026
    SeededChance chance;
    PlainVault vault;
    MemoryDatabase database{clock, "epoch-a"};
    std::unique_ptr<Authority> authority;

    AccountId root;
    PersonId staff;  // account owner of the root

    template <class Typed>
    Typed fresh() {
        return Typed(make_uuid7(clock.now(), 7, ++ids_));
    }

    // A new authority over the same database; the old one is gone with all that it was doing.
    void restart_authority(AuthorityOptions options = {true, {}, 4000, 100000, 64});

    // --- Requests ---

    void send(Authority& to, const std::string& session, RequestBody body, std::optional<Reply>& reply);
    Reply ask(const std::string& session, RequestBody body);
    template <class R>
    R ask_for(const std::string& session, RequestBody body) {
        Reply reply = ask(session, std::move(body));
        const R* wanted = std::get_if<R>(&reply);
        if (!wanted) {
            const auto* refusing = std::get_if<Refusing>(&reply);
            FAIL("another reply: " << (refusing ? std::string(to_string(refusing->refusal))
                                                : "of another type"));
        }
        return *wanted;
    }
    // What it is refused with; none where it is not.
    std::optional<Refusal> refused(const std::string& session, RequestBody body);

    User sign_in(PersonId person);
    Envelope envelope(User& user, AccountId home, AccountId account, Command command);
    Push push_of(std::vector<Envelope> commands, std::int64_t ended = 0);
    Pushed push(const User& user, std::vector<Envelope> commands, std::int64_t ended = 0);
    // Commands, from the nearest account above or on `account` that the person holds a grant on; how it
    // ended.
    std::optional<Refusal> run(User& user, AccountId account, Command command);
    Pulled pull(const User& user, std::vector<Scope> wanted, std::vector<Scope> held = {},
                std::string cookie = {});
    // How it was, of the same.
    Pulled pull_past(const User& user, Instant as_of, std::vector<Scope> wanted, std::vector<Scope> held = {},
                     std::string cookie = {});
    // How the command ended, as the user's client hears it.
    Outcome outcome(const User& user, std::int64_t seq);

    // --- A world ---

    AccountId add(User& user, AccountId parent, AccountKind kind, const std::string& name);
    // An administrator, invited, signed in and accepted.
    User administrator(User& by, AccountId account, Role role, const std::string& email);
    struct Founded {
        FederationId federation;
        MembershipId membership;
        AccessCodeId code;
        std::string text;  // of the code
    };
    Founded found(User& user, AccountId home, AccountId account, const std::string& name);
    AccountId home_for(const User& user, AccountId account) const;

    template <class R>
    const R* row(const Scope& scope, const Id& id) const {
        return database.rows().find<R>(scope, id);
    }

  private:
    std::uint64_t ids_ = 0;
};

inline const PulledScope* answer_for(const Pulled& pulled, const Scope& scope) {
    for (const PulledScope& one : pulled.scopes) {
        if (one.scope == scope) return &one;
    }
    return nullptr;
}

// All rows as text, one a line in a settled order: what two databases are compared by.
std::vector<std::string> text_of(const RowSet& rows);

RowSet copy_of(const RowSet& rows);

}  // namespace scene
