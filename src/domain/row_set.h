// An in-memory set of rows by scope: what a replica holds, what an authority has loaded. Knows which scopes
// are held (an empty scope that is held answers "absent", one that is not held answers "unknown"). Pointers
// to rows stay valid until that row is changed or erased, or its scope dropped.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
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

// One row in memory of its own, of whatever type.
struct StoredRow {
    virtual ~StoredRow() = default;
};
template <class R>
struct StoredAs final : StoredRow {
    explicit StoredAs(R&& value) : row(std::move(value)) {}
    R row;
};

}  // namespace detail

// The rows of one scope, by type and then by id. Most scopes have one row or two: so they are one list, which is looked
// through by halves. Rows come mostly in the order of their ids, which are made one after another.
class ScopeRows {
public:
    template <class R>
    const R* find(const Id& id) const {
        const std::size_t at = place(row_type<R>, id);
        return is_at(at, row_type<R>, id) ? &row_at<R>(at) : nullptr;
    }

    template <class R, class Visit>
    void each(Visit&& visit) const {
        const std::size_t end = place(row_type<R> + 1, {});
        for (std::size_t at = place(row_type<R>, {}); at < end; ++at) visit(row_at<R>(at));
    }

    // At most `most` of those that come after an id, which need not be there itself; from none, the first.
    template <class R, class Visit>
    void each_after(const Id& id, std::size_t most, Visit&& visit) const {
        std::size_t at = place(row_type<R>, id);
        if (is_at(at, row_type<R>, id)) ++at;
        const std::size_t end = std::min(place(row_type<R> + 1, {}), at + std::min(most, rows_.size()));
        for (; at < end; ++at) visit(row_at<R>(at));
    }

    template <class R>
    std::size_t count() const {
        return place(row_type<R> + 1, {}) - place(row_type<R>, {});
    }

    // All rows, by type in the order of `Row` and then by id; visit takes each type by const reference.
    template <class Visit>
    void each_row(Visit&& visit) const {
        for (std::size_t at = 0; at < rows_.size(); ++at) {
            visit_at(at, visit, std::make_index_sequence<row_type_count>{});
        }
    }
    std::size_t size() const { return rows_.size(); }

    void put(Row row);
    // Whether there was one.
    bool erase(std::size_t type, const Id& id);
    std::optional<Row> find_row(std::size_t type, const Id& id) const;
    // Copies of at most `most` of those that come after one, which need not be there itself; type 0 and no id is before
    // all of them.
    std::vector<Row> rows_after(std::size_t type, const Id& id, std::size_t most) const;
    std::vector<Row> all() const { return rows_after(0, {}, rows_.size()); }

private:
    struct Entry {
        Id id;
        std::size_t type = 0;
        std::unique_ptr<detail::StoredRow> row;
    };

    // Where it is, or would be.
    std::size_t place(std::size_t type, const Id& id) const;
    bool is_at(std::size_t at, std::size_t type, const Id& id) const {
        return at < rows_.size() && rows_[at].type == type && rows_[at].id == id;
    }
    void insert(std::size_t at, Entry entry);
    Row row_copy(std::size_t at) const;
    template <class R>
    const R& row_at(std::size_t at) const {
        return static_cast<const detail::StoredAs<R>&>(*rows_[at].row).row;
    }
    template <class Visit, std::size_t... Types>
    void visit_at(std::size_t at, Visit& visit, std::index_sequence<Types...>) const {
        const std::size_t type = rows_[at].type;
        ((Types == type ? visit(row_at<std::variant_alternative_t<Types, Row>>(at)) : void()), ...);
    }

    std::vector<Entry> rows_;
};

class RowSet {
public:
    // An empty set of its own; or one that shows what `below` holds wherever it has no scope of its own and has not
    // dropped it. Borrows `below`.
    RowSet() = default;
    static RowSet over(const RowSet& below);

    // Marks a scope as held (with no rows, if it was not). Putting a row holds its scope too. Over another set it is
    // the caller who first copies what that one holds of it.
    ScopeRows& hold(const Scope& scope);
    void drop(const Scope& scope);
    // There will be so many: what would be arranged anew again and again as they come is made large enough at once.
    void reserve(std::size_t scopes) { scopes_.reserve(scopes); }
    bool holds(const Scope& in) const { return scope(in) != nullptr; }
    // Whether a scope has been held or dropped here, whatever the set below holds.
    bool settles(const Scope& scope) const { return scopes_.count(scope) != 0 || dropped_.count(scope) != 0; }
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

    // Its own; what is below is not counted.
    const std::unordered_map<Scope, ScopeRows, ScopeHash>& scopes() const { return scopes_; }
    std::size_t row_count() const { return row_count_; }
    void clear();

private:
    std::unordered_map<Scope, ScopeRows, ScopeHash> scopes_;
    std::size_t row_count_ = 0;
    const RowSet* below_ = nullptr;
    std::unordered_set<Scope, ScopeHash> dropped_;  // though it may be held below
};

}  // namespace parasol
