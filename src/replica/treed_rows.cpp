#include "replica/treed_rows.h"

namespace parasol {

void TreedRows::reset(RowSet rows) {
    rows_ = std::move(rows);
    tree_.clear();
    for (const auto& [scope, held] : rows_.scopes()) {
        held.each<AccountIndexRow>([this](const AccountIndexRow& row) { tree_.change(nullptr, &row); });
    }
}

void TreedRows::put(const Scope& scope, const Row& row) {
    if (const auto* index = std::get_if<AccountIndexRow>(&row)) {
        tree_.change(rows_.find<AccountIndexRow>(scope, index->id), index);
    }
    rows_.put(scope, row);
}

void TreedRows::erase(const Scope& scope, std::size_t type, const Id& id) {
    if (type == row_type<AccountIndexRow>) tree_.change(rows_.find<AccountIndexRow>(scope, id), nullptr);
    rows_.erase(scope, type, id);
}

void TreedRows::drop(const Scope& scope) {
    rows_.each<AccountIndexRow>(scope, [this](const AccountIndexRow& row) { tree_.change(&row, nullptr); });
    rows_.drop(scope);
}

}  // namespace parasol
