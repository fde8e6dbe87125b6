#include "authority/row_cache.h"

#include <cassert>
#include <utility>

#include "domain/sort_by.h"

namespace parasol {

Version RowCache::version(const Scope& scope) const {
    const auto found = held_.find(scope);
    assert(found != held_.end());
    return found->second.version;
}

void RowCache::take(std::vector<LoadedScope> scopes) {
    ++uses_;
    for (LoadedScope& loaded : scopes) {
        if (rows_.holds(loaded.scope)) continue;
        ScopeRows& rows = rows_.hold(loaded.scope);
        (void)rows;
        for (Row& row : loaded.rows) rows_.put(loaded.scope, std::move(row));
        held_[loaded.scope] = {loaded.version, uses_};
    }
}

void RowCache::drop(const std::vector<Scope>& scopes) {
    for (const Scope& scope : scopes) {
        rows_.drop(scope);
        held_.erase(scope);
    }
}

void RowCache::clear() {
    rows_.clear();
    held_.clear();
}

void RowCache::committed(const ChangeSet& changes, Version version) {
    for (const Change& change : changes) {
        const auto found = held_.find(change.scope);
        if (found != held_.end()) found->second.version = version;
    }
}

void RowCache::used(const std::vector<ScopeVersion>& scopes) {
    ++uses_;
    for (const ScopeVersion& scope : scopes) {
        const auto found = held_.find(scope.scope);
        if (found != held_.end()) found->second.used = uses_;
    }
}

void RowCache::trim(std::size_t most_rows) {
    // An empty scope costs about as much as a row.
    const auto weight = [&] { return rows_.row_count() + held_.size(); };
    if (weight() <= 2 * most_rows) return;
    std::vector<std::pair<std::uint64_t, Scope>> by_use;
    by_use.reserve(held_.size());
    for (const auto& [scope, held] : held_) by_use.emplace_back(held.used, scope);
    sort_by(by_use, [](const auto& held) { return held.first; });
    for (const auto& [used, scope] : by_use) {
        if (weight() <= most_rows) return;
        drop({scope});
    }
}

}  // namespace parasol
