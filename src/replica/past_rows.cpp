#include "replica/past_rows.h"

#include "domain/visibility.h"

namespace parasol {

void PastRows::before_change(const Scope& scope) {
    if (!has_past(scope.kind) || rows_.settles(scope)) return;
    const ScopeRows* below = below_.scope(scope);
    if (!below) return rows_.drop(scope);
    rows_.hold(scope);
    below->each_row([&](const auto& row) { rows_.put(scope, row); });
}

void PastRows::drop(const Scope& scope) {
    rows_.each<AccountIndexRow>(scope, [this](const AccountIndexRow& row) { tree_.change(&row, nullptr); });
    rows_.drop(scope);
}

void PastRows::take(const std::vector<PulledScope>& answer) {
    for (const PulledScope& one : answer) {
        const Scope& scope = one.scope;
        before_change(scope);
        if (one.answer != ScopeAnswer::changes) drop(scope);
        if (one.answer == ScopeAnswer::gone) continue;
        rows_.hold(scope);
        for (const Row& row : one.rows) {
            if (const auto* index = std::get_if<AccountIndexRow>(&row)) {
                tree_.change(rows_.find<AccountIndexRow>(scope, index->id), index);
            }
            rows_.put(scope, row);
        }
        for (const DeletedRow& row : one.deleted) {
            if (row.type == row_type<AccountIndexRow>) {
                tree_.change(rows_.find<AccountIndexRow>(scope, row.id), nullptr);
            }
            rows_.erase(scope, row.type, row.id);
        }
    }
}

}  // namespace parasol
