// An in-memory set of rows by scope: what a replica holds, what an authority has loaded. Knows which scopes
// are held (an empty scope that is held answers "absent", one that is not held answers "unknown"). Pointers
// to rows stay valid until that row is changed or erased, or its scope dropped.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "domain/rows.h"
#include "domain/scope.h"

namespace parasol {

// One row that changes, with what it was and what it becomes; at least one of the two is there.
struct Change {
    Scope scope;
    std::optional<Row> before;
    std::optional<Row> after;
};
using ChangeSet = std::vector<Change>;

namespace detail {
template <class Variant>
struct TablesOf;
template <class... R>
struct TablesOf<std::variant<R...>> {
    using Type = std::tuple<std::unique_ptr<std::map<Id, R>>...>;
};
}  // namespace detail

// The rows of one scope, by type and then by id. A type that the scope has no rows of costs a pointer.
class ScopeRows {
public:
    template <class R>
    const R* find(const Id& id) const {
        const auto& table = std::get<std::unique_ptr<std::map<Id, R>>>(tables_);
        if (!table) return nullptr;
        const auto found = table->find(id);
        return found == table->end() ? nullptr : &found->second;
    }

    template <class R, class Visit>
    void each(Visit&& visit) const {
        if (const auto& table = std::get<std::unique_ptr<std::map<Id, R>>>(tables_)) {
            for (const auto& [id, row] : *table) visit(row);
        }
    }

    template <class R>
    std::size_t count() const {
        const auto& table = std::get<std::unique_ptr<std::map<Id, R>>>(tables_);
        return table ? table->size() : 0;
    }

    // All rows, by type in the order of `Row` and then by id; visit takes each type by const reference.
    template <class Visit>
    void each_row(Visit&& visit) const {
        std::apply(
            [&](const auto&... table) {
                const auto each_of = [&](const auto& rows) {
                    if (!rows) return;
                    for (const auto& [id, row] : *rows) visit(row);
                };
                (each_of(table), ...);
            },
            tables_);
    }
    std::size_t size() const { return size_; }

    void put(Row row);
    // Whether there was one.
    bool erase(std::size_t type, const Id& id);
    std::optional<Row> find_row(std::size_t type, const Id& id) const;

private:
    detail::TablesOf<Row>::Type tables_;
    std::size_t size_ = 0;
};

class RowSet {
public:
    // Marks a scope as held (with no rows, if it was not). Putting a row holds its scope too.
    ScopeRows& hold(const Scope& scope);
    void drop(const Scope& scope);
    bool holds(const Scope& scope) const { return scopes_.count(scope) != 0; }
    const ScopeRows* scope(const Scope& scope) const;

    template <class R>
    const R* find(const Scope& in, const Id& id) const {
        const ScopeRows* rows = scope(in);
        return rows ? rows->template find<R>(id) : nullptr;
    }

    template <class R, class Visit>
    void each(const Scope& in, Visit&& visit) const {
        if (const ScopeRows* rows = scope(in)) rows->template each<R>(std::forward<Visit>(visit));
    }

    void put(const Scope& scope, Row row);
    bool erase(const Scope& scope, std::size_t type, const Id& id);

    // Applies in order; undo applies the before-images in reverse order.
    void apply(const ChangeSet& changes);
    void undo(const ChangeSet& changes);

    const std::unordered_map<Scope, ScopeRows, ScopeHash>& scopes() const { return scopes_; }
    std::size_t row_count() const { return row_count_; }
    void clear();

private:
    std::unordered_map<Scope, ScopeRows, ScopeHash> scopes_;
    std::size_t row_count_ = 0;
};

}  // namespace parasol
