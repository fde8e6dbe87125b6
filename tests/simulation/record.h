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

// Who reaches what, as some rows say.
class Facts {
  public:
    explicit Facts(const RowSet& rows);
    // Whether this person reaches this account from this home in this way.
    bool reaches(Id person, const ActivityRow& row) const;

  private:
    void take(const Scope& scope, const ScopeRows& rows);
    bool is_below(Id account, Id above) const;
    bool suspended(Id account) const;

    std::map<Id, Id> parents_;
    std::set<Id> suspended_;
    std::set<std::pair<Id, Id>> grants_;  // person, account
    std::set<std::pair<Id, Id>> seats_;   // person, federation
    std::map<Id, Id> owners_;             // of federations
    std::map<Id, Id> members_;            // federation of an account
};

// Null: no rows.
bool same_rows(const ScopeRows& one, const ScopeRows* other);
RowSet copy_of(const RowSet& rows);

class Record {
  public:
    // What is there at the beginning is nobody's command.
    void begin(const RowSet& rows) { first_ = copy_of(rows); }
    // At the end: goes through the journal and judges what is recorded of each command by the very rows that it was
    // decided on: others in the same commit may have changed them. What comes of it has to be `rows`.
    // `moments` are given the rows as of their instants; taking back what was written since has to give the same.
    void judge(const std::vector<JournalRecord>& entries, const RowSet& rows, std::map<Instant, RowSet>& moments,
               std::vector<std::string>& problems) const;

  private:
    void compare(const std::vector<JournalRecord>& entries, const RowSet& rows,
                 std::vector<std::string>& problems) const;

    RowSet first_;
};

}  // namespace simulation
