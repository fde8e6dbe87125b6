// What rows were before they changed, out of the journal: how the database was at any instant.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "authority/ports.h"

namespace parasol {

// Holds the rows that were, for as many changes as the journal has of scopes with a past (visibility.h).
class Past {
  public:
    // Of a database whose journal begins with these entries.
    explicit Past(const std::vector<JournalRecord>& entries);
    void note(const JournalRecord& entry);

    // The instant itself, or the first of the journal where that is later.
    Instant nearest(Instant at) const { return at < begins_ ? begins_ : at; }
    // Makes of rows as they are rows as they were: what has changed after the instant becomes what it was before, be it
    // among `changes` or not.
    void take_back(ScopeChanges& changes, Instant at) const;

  private:
    struct Was {
        Instant until = 0;
        RowName name;
        std::optional<Row> row;  // none: it was not there
    };
    Instant begins_ = 0;
    std::unordered_map<Scope, std::vector<Was>, ScopeHash> was_;  // in the order of the journal
};

}  // namespace parasol
