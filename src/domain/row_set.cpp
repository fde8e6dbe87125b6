#include "domain/row_set.h"

#include <utility>

namespace parasol {
namespace {

// Calls visit with the table's row type for the type number `type`.
template <class Visit, std::size_t... Types>
void with_type(std::size_t type, Visit&& visit, std::index_sequence<Types...>) {
    ((Types == type ? visit(std::integral_constant<std::size_t, Types>{}) : void()), ...);
}

template <class Visit>
void with_type(std::size_t type, Visit&& visit) {
    with_type(type, std::forward<Visit>(visit), std::make_index_sequence<row_type_count>{});
}

}  // namespace

void ScopeRows::put(Row row) {
    std::visit(
        [&](auto&& value) {
            using R = std::decay_t<decltype(value)>;
            auto& table = std::get<std::unique_ptr<std::map<Id, R>>>(tables_);
            if (!table) table = std::make_unique<std::map<Id, R>>();
            const Id id = value.id;
            const auto [at, added] = table->insert_or_assign(id, std::move(value));
            (void)at;
            if (added) ++size_;
        },
        std::move(row));
}

bool ScopeRows::erase(std::size_t type, const Id& id) {
    bool erased = false;
    with_type(type, [&](auto index) {
        auto& table = std::get<index.value>(tables_);
        erased = table && table->erase(id) != 0;
        if (table && table->empty()) table.reset();
    });
    if (erased) --size_;
    return erased;
}

std::optional<Row> ScopeRows::find_row(std::size_t type, const Id& id) const {
    std::optional<Row> result;
    with_type(type, [&](auto index) {
        const auto& table = std::get<index.value>(tables_);
        if (!table) return;
        const auto found = table->find(id);
        if (found != table->end()) result.emplace(found->second);
    });
    return result;
}

ScopeRows& RowSet::hold(const Scope& scope) { return scopes_[scope]; }

void RowSet::drop(const Scope& scope) {
    const auto found = scopes_.find(scope);
    if (found == scopes_.end()) return;
    row_count_ -= found->second.size();
    scopes_.erase(found);
}

const ScopeRows* RowSet::scope(const Scope& scope) const {
    const auto found = scopes_.find(scope);
    return found == scopes_.end() ? nullptr : &found->second;
}

void RowSet::put(const Scope& scope, Row row) {
    ScopeRows& rows = hold(scope);
    const std::size_t before = rows.size();
    rows.put(std::move(row));
    row_count_ += rows.size() - before;
}

bool RowSet::erase(const Scope& scope, std::size_t type, const Id& id) {
    const auto found = scopes_.find(scope);
    if (found == scopes_.end() || !found->second.erase(type, id)) return false;
    --row_count_;
    return true;
}

void RowSet::apply(const ChangeSet& changes) {
    for (const Change& change : changes) {
        if (change.after) {
            put(change.scope, *change.after);
        } else if (change.before) {
            erase(change.scope, change.before->index(), row_id(*change.before));
        }
    }
}

void RowSet::undo(const ChangeSet& changes) {
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        if (change->before) {
            put(change->scope, *change->before);
        } else if (change->after) {
            erase(change->scope, change->after->index(), row_id(*change->after));
        }
    }
}

void RowSet::clear() {
    scopes_.clear();
    row_count_ = 0;
}

}  // namespace parasol
