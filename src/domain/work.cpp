#include "domain/work.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace parasol {
namespace {

void add_once(std::vector<Scope>& scopes, const Scope& scope) {
    // Rules read few scopes; an import reads many, but each just after the other.
    if (!scopes.empty() && scopes.back() == scope) return;
    if (scopes.size() < 64 && std::find(scopes.begin(), scopes.end(), scope) != scopes.end()) return;
    scopes.push_back(scope);
}

}  // namespace

Work::~Work() { restore(); }

void Work::restore() {
    rows_.undo(changes_);
    for (const Scope& scope : created_) rows_.drop(scope);
    created_.clear();
}

bool Work::holds(const Scope& scope) {
    add_once(read_, scope);
    if (rows_.holds(scope)) return true;
    add_once(projecting_ ? missed_by_projection_ : missed_, scope);
    return false;
}

void Work::create(const Scope& scope) {
    if (rows_.holds(scope)) return;
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
    if (!rows_.holds(scope)) create(scope);
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
