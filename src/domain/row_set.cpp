#include "domain/row_set.h"

#include <algorithm>
#include <utility>

namespace parasol {

std::size_t ScopeRows::place(std::size_t type, const Id& id) const {
    const auto before = [&](const Entry& entry) {
        return entry.type != type ? entry.type < type : entry.id < id;
    };
    if (rows_.empty() || before(rows_.back())) return rows_.size();
    return static_cast<std::size_t>(std::partition_point(rows_.begin(), rows_.end(), before) - rows_.begin());
}

void ScopeRows::put(Row row) {
    std::visit(
        [this](auto&& value) {
            using R = std::decay_t<decltype(value)>;
            const Id id = value.id;
            const std::size_t at = place(row_type<R>, id);
            if (is_at(at, row_type<R>, id)) {
                static_cast<detail::StoredAs<R>&>(*rows_[at].row).row = std::move(value);
            } else {
                insert(at, {id, row_type<R>, std::make_unique<detail::StoredAs<R>>(std::move(value))});
            }
        },
        std::move(row));
}

void ScopeRows::insert(std::size_t at, Entry entry) {
    rows_.insert(rows_.begin() + static_cast<std::ptrdiff_t>(at), std::move(entry));
}

bool ScopeRows::erase(std::size_t type, const Id& id) {
    const std::size_t at = place(type, id);
    if (!is_at(at, type, id)) return false;
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(at));
    return true;
}

std::optional<Row> ScopeRows::find_row(std::size_t type, const Id& id) const {
    const std::size_t at = place(type, id);
    return is_at(at, type, id) ? std::optional(row_copy(at)) : std::nullopt;
}

std::vector<Row> ScopeRows::rows_after(std::size_t type, const Id& id, std::size_t most) const {
    std::size_t at = place(type, id);
    if (is_at(at, type, id)) ++at;
    const std::size_t end = at + std::min(most, rows_.size() - at);
    std::vector<Row> rows;
    rows.reserve(end - at);
    for (; at < end; ++at) rows.push_back(row_copy(at));
    return rows;
}

Row ScopeRows::row_copy(std::size_t at) const {
    Row copy;
    const auto take = [&](const auto& row) { copy = row; };
    visit_at(at, take, std::make_index_sequence<row_type_count>{});
    return copy;
}

RowSet RowSet::over(const RowSet& below) {
    RowSet set;
    set.below_ = &below;
    return set;
}

ScopeRows& RowSet::hold(const Scope& scope) {
    if (below_) dropped_.erase(scope);
    return scopes_[scope];
}

void RowSet::drop(const Scope& scope) {
    if (below_) dropped_.insert(scope);
    const auto found = scopes_.find(scope);
    if (found == scopes_.end()) return;
    row_count_ -= found->second.size();
    scopes_.erase(found);
}

const ScopeRows* RowSet::scope(const Scope& scope) const {
    const auto found = scopes_.find(scope);
    if (found != scopes_.end()) return &found->second;
    return below_ && dropped_.count(scope) == 0 ? below_->scope(scope) : nullptr;
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
    dropped_.clear();
    row_count_ = 0;
}

}  // namespace parasol
