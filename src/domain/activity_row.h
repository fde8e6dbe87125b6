// What is recorded of a command. Part of rows.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/ids.h"
#include "domain/refusal.h"
#include "domain/row_enums.h"

namespace parasol {

// Written by the authority alone (activity.h), once, with what the command did. Lives in activity:<account>:<month of
// time>; in person:<person> where the path did not reach the account, and for a person's own beginning.
struct ActivityRow {
    ActivityId id;        // in the order of time, and of one client's commands
    Instant time = 0;     // when it was decided
    AccountId account;    // acted in; none for a person's own beginning
    std::string person_name;  // as it was; empty: Parasol itself
    AccountId home;
    std::string home_name;  // as it was; empty where the path did not reach the account
    Via via = Via::own;
    std::string through_name;  // via federation: its name
    std::int64_t command = 0;  // the number in Command
    std::string subject;       // what it was about: a name, a label, an address; may be empty
    std::int64_t detail = 0;   // what else there is to say: see Gist
    std::optional<Refusal> refusal;  // none: done

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("time", self.time);
        visit("account", self.account);
        visit("person_name", self.person_name);
        visit("home", self.home);
        visit("home_name", self.home_name);
        visit("via", self.via);
        visit("through_name", self.through_name);
        visit("command", self.command);
        visit("subject", self.subject);
        visit("detail", self.detail);
        visit("refusal", self.refusal);
    }
    friend bool operator==(const ActivityRow&, const ActivityRow&) = default;
};

}  // namespace parasol
