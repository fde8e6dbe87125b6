// Whether what is recorded of commands is as the product's description says: one row for each, in its account where
// the path reaches it, else for its person alone. Worked out from grants, tree, memberships and seats, without the
// product's own rules.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "authority/ports.h"

namespace simulation {

using namespace parasol;

// Who reaches what, as some rows say: little enough to be kept while they change.
class Facts {
  public:
    Facts() = default;
    explicit Facts(const RowSet& rows);
    // Whether somebody of that name reaches the account by this path.
    bool reaches(const std::string& name, const ActivityRow& row) const;
    // Whether somebody of that name accepted an invitation to home since `before`: the grant may have come and gone
    // within one commit.
    bool came_since(const Facts& before, const std::string& name, const ActivityRow& row) const;

  private:
    void take(const Scope& scope, const ScopeRows& rows);
    bool reaches(Id person, const ActivityRow& row) const;
    bool is_below(Id account, Id above) const;
    bool suspended(Id account) const;

    std::multimap<std::string, Id> persons_;
    std::map<Id, std::string> emails_;  // of persons, in lower case
    std::map<Id, std::pair<std::string, Id>> accepted_;  // invitations: e-mail, account
    std::map<Id, Id> parents_;
    std::set<Id> suspended_;
    std::set<std::pair<Id, Id>> grants_;  // person, account
    std::set<std::pair<Id, Id>> seats_;   // person, federation
    std::map<Id, Id> owners_;             // of federations
    std::map<Id, Id> members_;            // federation of an account
};

class Record {
  public:
    // What is there at the beginning is nobody's command.
    void begin(const RowSet& rows);
    // After a commit: whether what is new is where it belongs, as of before or after it.
    void look(const RowSet& rows, std::vector<std::string>& problems);
    // At the end: one row for each command.
    void compare(const RowSet& rows, const std::vector<JournalRecord>& entries,
                 std::vector<std::string>& problems) const;

  private:
    void judge(const Scope& scope, const ActivityRow& row, const Facts& now, std::vector<std::string>& problems) const;

    std::map<Scope, std::size_t> known_, first_;  // rows of a scope
    Facts before_;
};

}  // namespace simulation
