// One of the sample's people at a parasold process: she writes one contact after another into her account.
#pragma once

#include <optional>
#include <string>

#include "domain/row_set.h"
#include "server/process.h"
#include "server/site.h"

namespace web {

class Jane {
  public:
    static constexpr const char* email = "jane.doe@westcoast.example";

    static EditAccount contact(std::int64_t from, std::int64_t to) {
        EditAccount edit;
        edit.contact_name = Edit{from == 0 ? "" : name_of(from), name_of(to)};
        return edit;
    }
    static std::string name_of(std::int64_t number) { return "Contact " + std::to_string(number); }

    // Signs in, at a server that may be another than before.
    void come(unsigned short port) {
        browser.emplace(port);
        session = browser->sign_in(email, Site::password);
        REQUIRE(!session.empty());
        envelope.person = *parse_id_as<PersonId>(session);
        const Pulled own = pull(person_scope(envelope.person));
        for (const Row& row : own.scopes.at(0).rows) {
            if (const auto* grant = std::get_if<HeldGrantRow>(&row)) envelope.home = grant->account;
        }
        envelope.account = envelope.home;
    }
    Pulled pull(const Scope& scope, Instant as_of = 0) {
        Pull pull;
        pull.clients = {envelope.client};
        pull.wanted = {scope};
        pull.as_of = as_of;
        const auto pulled = browser->ask(pull, session);
        REQUIRE(pulled);
        REQUIRE(std::holds_alternative<Pulled>(*pulled));
        return std::get<Pulled>(*pulled);
    }
    // What the server says is the contact, now or at an instant.
    std::string contact_there(Instant as_of = 0) {
        const Pulled pulled = pull(account_scope(envelope.account), as_of);
        for (const Row& row : pulled.scopes.at(0).rows) {
            if (const auto* account = std::get_if<AccountRow>(&row)) return account->contact.name;
        }
        return "nothing";
    }
    // Gives the next contact, or the same once more where the last was not taken.
    Pushed push() {
        envelope.seq = taken + 1;
        envelope.command = contact(taken, taken + 1);
        const auto pushed = browser->ask(Push{{envelope}, 0}, session);
        REQUIRE(pushed);
        REQUIRE(std::holds_alternative<Pushed>(*pushed));
        taken = std::get<Pushed>(*pushed).last_seq;
        return std::get<Pushed>(*pushed);
    }

    std::optional<Client> browser;
    std::string session;
    Envelope envelope = [] {
        Envelope made;
        made.client = fresh<ClientId>();
        return made;
    }();
    std::int64_t taken = 0;  // of her commands the server has said to have so many
};

}  // namespace web
