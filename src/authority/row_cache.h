// The rows that the authority has loaded, each scope with the version it was loaded at. While a turn works
// they run ahead of the database by what the turn has decided so far. What was not used for long is dropped
// between turns.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "authority/ports.h"

namespace parasol {

class RowCache {
  public:
    RowSet& rows() { return rows_; }
    bool holds(const Scope& scope) const { return rows_.holds(scope); }
    // Of a scope that is held.
    Version version(const Scope& scope) const;
    void take(std::vector<LoadedScope> scopes);
    void drop(const std::vector<Scope>& scopes);
    void clear();
    // The changes, applied already where their scope is held, are durable with this version.
    void committed(const ChangeSet& changes, Version version);
    // Notes them as used now.
    void used(const std::vector<ScopeVersion>& scopes);
    // Drops what was used longest ago until at most so many rows are left (and some room).
    void trim(std::size_t most_rows);

  private:
    struct Held {
        Version version = 0;
        std::uint64_t used = 0;
    };
    RowSet rows_;
    std::unordered_map<Scope, Held, ScopeHash> held_;
    std::uint64_t uses_ = 0;
};

}  // namespace parasol
