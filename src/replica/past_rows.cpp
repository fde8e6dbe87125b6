#include "replica/past_rows.h"

#include <utility>

#include "domain/visibility.h"

namespace parasol {

void PastRows::before_change(const Scope& scope) {
    RowSet& rows = held_.rows();
    if (!has_past(scope.kind) || rows.settles(scope)) return;
    const ScopeRows* below = below_.scope(scope);
    if (!below) return rows.drop(scope);
    // The tree has these index rows already.
    rows.hold(scope);
    for (Row& row : below->all()) rows.put(scope, std::move(row));
}

void PastRows::take(const std::vector<PulledScope>& answer) {
    for (const PulledScope& one : answer) {
        before_change(one.scope);
        if (one.answer != ScopeAnswer::changes) held_.drop(one.scope);
        if (one.answer == ScopeAnswer::gone) continue;
        held_.rows().hold(one.scope);
        for (const Row& row : one.rows) held_.put(one.scope, row);
        for (const RowName& row : one.deleted) held_.erase(one.scope, row.type, row.id);
    }
}

}  // namespace parasol
