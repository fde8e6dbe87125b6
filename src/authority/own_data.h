// A person's own data as a file for the person to keep: who they are, what they may do and were told, how they sign in,
// and everything that they have done. No secret is in it, and no row that is somebody else's.
//
// JSON: an object with `format` ("parasol own data 1"), `made` and the members of OwnDataParts, as wire/json.h writes
// fields, then the list `done` of OwnDeeds, the oldest first. All instants are milliseconds since
// 1970-01-01T00:00:00Z.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "authority/ports.h"
#include "wire/messages.h"

namespace parasol {

// An account that the person administers.
struct OwnRole {
    AccountId account;
    std::string account_name;
    std::string account_number;
    Role role = Role::viewer;
    Instant since = 0;
    std::string through_name;  // the federation whose administrators gave it; else empty
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("account", self.account);
        visit("account_name", self.account_name);
        visit("account_number", self.account_number);
        visit("role", self.role);
        visit("since", self.since);
        visit("through_name", self.through_name);
    }
};

struct OwnDataParts {
    PersonRow person;
    std::vector<OwnRole> roles;
    std::vector<HeldSeatRow> federations;  // that the person administers
    std::vector<ReceivedInvitationRow> invitations;  // that they accepted
    std::vector<NoticeRow> notices;
    std::vector<NoticePreferencesRow> preferences;  // one, or none where they were never changed
    std::vector<ActivityRow> activity;  // recorded of the person alone, in no account
    Instant password_set = 0;
    Sessions sign_in;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("person", self.person);
        visit("roles", self.roles);
        visit("federations", self.federations);
        visit("invitations", self.invitations);
        visit("notices", self.notices);
        visit("preferences", self.preferences);
        visit("activity", self.activity);
        visit("password_set", self.password_set);
        visit("sign_in", self.sign_in);
    }
};

// What the person asked for, and how it ended.
struct OwnDeed {
    Instant time = 0;
    AccountId account;
    AccountId home;
    Via via = Via::own;
    std::optional<Refusal> refusal;  // none: done
    Command command;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("time", self.time);
        visit("account", self.account);
        visit("home", self.home);
        visit("via", self.via);
        visit("refusal", self.refusal);
        visit("command", self.command);
    }
};

class OwnDataFile {
  public:
    explicit OwnDataFile(std::size_t most_bytes = std::size_t{24} << 20) : most_bytes_(most_bytes) {}

    Instant made = 0;
    OwnDataParts parts;

    // The next of the journal. Where what was done takes more than most_bytes, the oldest of it gives way, and the file
    // says how many entries did.
    void add(const JournalRecord& entry);
    std::string text() const;

  private:
    const std::size_t most_bytes_;
    std::deque<std::string> done_;
    std::size_t bytes_ = 0;
    std::int64_t left_out_ = 0;
};

}  // namespace parasol
