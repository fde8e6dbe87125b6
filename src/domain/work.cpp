#include "domain/work.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace parasol {
namespace {

// Most rules name a dozen scopes, where looking through the list is cheaper than hashing; an import names
// thousands.
constexpr std::size_t short_list = 32;
constexpr std::size_t first_room = 12;

}  // namespace

void ScopeList::add(const Scope& scope) {
    if (list_.empty()) {
        list_.reserve(first_room);
    } else if (list_.back() == scope) {
        return;
    }
    if (list_.size() < short_list) {
        if (std::find(list_.begin(), list_.end(), scope) == list_.end()) list_.push_back(scope);
        return;
    }
    if (known_.empty()) known_.insert(list_.begin(), list_.end());
    if (known_.insert(scope).second) list_.push_back(scope);
}

Work::~Work() { restore(); }

void Work::restore() {
    rows_.undo(changes_);
    for (const Scope& scope : created_) rows_.drop(scope);
    created_.clear();
}

const ScopeRows* Work::held(const Scope& scope) {
    read_.add(scope);
    const ScopeRows* rows = rows_.scope(scope);
    if (!rows) (projecting_ ? missed_by_projection_ : missed_).add(scope);
    return rows;
}

const ScopeRows* Work::held_or_null(const Scope& scope) {
    const ScopeRows* rows = rows_.scope(scope);
    if (rows) read_.add(scope);
    return rows;
}

void Work::create(const Scope& scope) {
    read_.add(scope);
    if (rows_.holds(scope)) return;
    missed_by_projection_.add(scope);
    rows_.hold(scope);
    created_.push_back(scope);
}

void Work::write(const Scope& scope, std::size_t type, const Id& id, std::optional<Row> after) {
    Change change;
    change.scope = scope;
    if (const ScopeRows* rows = rows_.scope(scope)) change.before = rows->find_row(type, id);
    change.after = std::move(after);
    if (!change.before && !change.after) return;
    if (change.before && change.after && *change.before == *change.after) return;
    if (change.after) {
        rows_.put(scope, *change.after);
    } else {
        rows_.erase(scope, type, id);
    }
    changes_.push_back(std::move(change));
}

void Work::put(const Scope& scope, Row row) {
    create(scope);
    const std::size_t type = row.index();
    const Id id = row_id(row);
    write(scope, type, id, std::move(row));
}

void Work::put_copy(const Scope& scope, Row row) {
    if (!holds(scope)) return;
    const std::size_t type = row.index();
    const Id id = row_id(row);
    write(scope, type, id, std::move(row));
}

void Work::erase(const Scope& scope, std::size_t type, const Id& id) {
    if (!holds(scope)) return;
    write(scope, type, id, std::nullopt);
}

ChangeSet Work::take_changes() {
    restore();
    ChangeSet merged;
    std::map<std::tuple<Scope, std::size_t, Id>, std::size_t> seen;
    for (Change& change : changes_) {
        const Row& any = change.after ? *change.after : *change.before;
        const auto [at, added] = seen.try_emplace({change.scope, any.index(), row_id(any)}, merged.size());
        if (added) {
            merged.push_back(std::move(change));
        } else {
            merged[at->second].after = std::move(change.after);
        }
    }
    changes_.clear();
    const auto unchanged = [](const Change& change) { return change.before == change.after; };
    merged.erase(std::remove_if(merged.begin(), merged.end(), unchanged), merged.end());
    return merged;
}

}  // namespace parasol
