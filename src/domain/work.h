// Work: how a rule and a projection read and write. Reading is three-valued: a scope that is not held is
// *unknown*, and is remembered in `missed`, so that whoever runs the rule knows what to load. Writing
// collects a change set and is seen by later reads of the same work.
#pragma once

#include <unordered_set>
#include <utility>
#include <vector>

#include "domain/row_set.h"

namespace parasol {

enum class Presence : std::uint8_t { absent, present, unknown };

// What a find answers. `row` is there exactly where presence is present, and stays valid until the next
// write.
template <class R>
struct Found {
    Presence presence = Presence::unknown;
    const R* row = nullptr;

    bool present() const { return presence == Presence::present; }
    bool absent() const { return presence == Presence::absent; }
    bool unknown() const { return presence == Presence::unknown; }
    const R* operator->() const { return row; }
    const R& operator*() const { return *row; }
};

// Scopes in the order they were first named, each once.
class ScopeList {
public:
    void add(const Scope& scope);
    bool empty() const { return list_.empty(); }
    const std::vector<Scope>& list() const { return list_; }

private:
    std::vector<Scope> list_;
    std::unordered_set<Scope, ScopeHash> known_;  // only of long lists
};

class Work {
public:
    // Borrows `rows` and leaves it, at the work's end, as it was: the changes are handed out by
    // take_changes().
    explicit Work(RowSet& rows) : rows_(rows) {}
    ~Work();
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;

    template <class R>
    Found<R> find(const Scope& scope, const Id& id) {
        return found<R>(held(scope), id);
    }
    // The same, without noting a scope that is not held as missed: for choosing between two that say the same.
    template <class R>
    Found<R> find_if_held(const Scope& scope, const Id& id) {
        return found<R>(held_or_null(scope), id);
    }

    // Whether the scope is held; notes it as read, and as missed where it is not.
    bool holds(const Scope& scope) { return held(scope) != nullptr; }

    // Visits the rows of a type in a scope; false (and none visited) where the scope is unknown. The visitor
    // must not write: collect first.
    template <class R, class Visit>
    bool each(const Scope& scope, Visit&& visit) {
        const ScopeRows* rows = held(scope);
        if (rows) rows->each<R>(std::forward<Visit>(visit));
        return rows != nullptr;
    }

    // Rules put sources: a write into a scope that is not held creates it (see create). Projections use
    // put_copy, which skips a scope that is not held (and notes it as missed by projection).
    void put(const Scope& scope, Row row);
    void put_copy(const Scope& scope, Row row);
    void erase(const Scope& scope, std::size_t type, const Id& id);
    template <class R>
    void erase(const Scope& scope, const Id& id) {
        erase(scope, row_type<R>, id);
    }

    // Those rows of a type in a scope that `which` holds for.
    template <class R, class Which>
    void erase_where(const Scope& scope, Which&& which) {
        std::vector<Id> ids;
        each<R>(scope, [&](const R& row) {
            if (which(row)) ids.push_back(row.id);
        });
        for (const Id& id : ids) erase<R>(scope, id);
    }
    template <class R>
    void erase_all(const Scope& scope) {
        erase_where<R>(scope, [](const R&) { return true; });
    }

    // A scope that the rule creates (a new account's): held from here on, and empty unless it was held
    // already. So a rule that makes an id creates its scope first and then looks whether the row is there.
    // Where it was not held it is noted in missed_by_projection: a client goes on, an authority loads it and
    // decides again.
    void create(const Scope& scope);

    // Whether the scope is held, without noting it: for choosing between two scopes that say the same.
    bool has(const Scope& scope) const { return rows_.holds(scope); }

    // While projecting, what is missed goes to its own list: on a client a copy that cannot be derived is
    // skipped and never makes the rule undecided; an authority loads it and runs again.
    void begin_projection() { projecting_ = true; }

    bool undecided() const { return !missed_.empty(); }
    const std::vector<Scope>& missed() const { return missed_.list(); }
    const std::vector<Scope>& missed_by_projection() const { return missed_by_projection_.list(); }
    // Every scope that was asked for or written, known or not: what a commit must find unchanged.
    const std::vector<Scope>& read() const { return read_.list(); }
    const ChangeSet& changes() const { return changes_; }

    // The changes, one per row (a row written twice is one change; one that ends as it began is none). The
    // rows go back to what they were.
    ChangeSet take_changes();

private:
    template <class R>
    static Found<R> found(const ScopeRows* rows, const Id& id) {
        if (!rows) return {};
        const R* row = rows->find<R>(id);
        return {row ? Presence::present : Presence::absent, row};
    }
    const ScopeRows* held(const Scope& scope);
    const ScopeRows* held_or_null(const Scope& scope);
    void restore();
    void write(const Scope& scope, std::size_t type, const Id& id, std::optional<Row> after);

    RowSet& rows_;
    ChangeSet changes_;
    std::vector<Scope> created_;
    ScopeList missed_;
    ScopeList missed_by_projection_;
    ScopeList read_;
    bool projecting_ = false;
};

// Copies of a scope's rows of a type, for whoever writes while going through them; none where it is unknown.
template <class R>
std::vector<R> rows_of(Work& work, const Scope& scope) {
    std::vector<R> rows;
    work.each<R>(scope, [&](const R& row) { rows.push_back(row); });
    return rows;
}

}  // namespace parasol
