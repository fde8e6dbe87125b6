#include "replica/shown_rows.h"

#include <utility>

#include "wire/scope_sum.h"

namespace parasol {
namespace {

// A smaller scope is summed up whenever its checksum is asked for.
constexpr std::size_t large_scope = 32;

bool same_place(const AccountIndexRow& a, const AccountIndexRow& b) {
    return a.parent == b.parent && a.kind == b.kind;
}

// Whether a row's change may change which scopes are needed (wanted_scopes.h). Either may be null.
bool is_structural(const ScopeRows* rows, const Row& after) {
    const Id id = row_id(after);
    if (const auto* row = std::get_if<AccountIndexRow>(&after)) {
        const auto* before = rows ? rows->find<AccountIndexRow>(id) : nullptr;
        return before ? !same_place(*before, *row) : is_base(row->kind);
    }
    if (const auto* row = std::get_if<AccountRow>(&after)) {
        const auto* before = rows ? rows->find<AccountRow>(id) : nullptr;
        return !before || before->parent != row->parent || before->kind != row->kind;
    }
    if (const auto* row = std::get_if<StandingRow>(&after)) {
        const auto* before = rows ? rows->find<StandingRow>(id) : nullptr;
        return !before || before->parent != row->parent;
    }
    return std::holds_alternative<HeldGrantRow>(after) || std::holds_alternative<HeldSeatRow>(after) ||
           std::holds_alternative<OwnMembershipRow>(after) || std::holds_alternative<PersonRow>(after);
}

bool is_structural_type(std::size_t type) {
    return type == row_type<HeldGrantRow> || type == row_type<HeldSeatRow> || type == row_type<OwnMembershipRow> ||
           type == row_type<AccountIndexRow> || type == row_type<AccountRow> || type == row_type<StandingRow>;
}

std::vector<Scope> scopes_of_new(const AccountRow& account) {
    std::vector<Scope> scopes = {account_scope(account.id), people_of(account.id)};
    if (is_base(account.kind)) {
        scopes.push_back(children_of(account.id));
        scopes.push_back(standing_of(account.id));
        scopes.push_back(face_of(account.id));
    }
    return scopes;
}

}  // namespace

void ShownRows::reset(RowSet rows) {
    held_.reset(std::move(rows));
    confirmed_.clear();
    sums_.clear();
    confirmed_.reserve(held_.rows().scopes().size());
    for (const auto& [scope, rows_of_scope] : held_.rows().scopes()) confirmed_.insert(scope);
}

void ShownRows::hold(const Scope& scope) {
    before_change(scope);
    held_.rows().hold(scope);
}

void ShownRows::count_out(const Scope& scope, std::size_t type, const Id& id) {
    const auto known = sums_.find(scope);
    if (known == sums_.end()) return;
    const ScopeRows* rows = held_.rows().scope(scope);
    if (const auto before = rows ? rows->find_row(type, id) : std::nullopt) {
        known->second = sum_without(known->second, sum_of(*before));
    }
}

std::int64_t ShownRows::sum_of_scope(const Scope& scope) const {
    const ScopeRows* rows = held_.rows().scope(scope);
    if (!rows) return 0;
    if (rows->size() < large_scope) return sum_of(*rows);
    const auto [known, is_new] = sums_.try_emplace(scope);
    if (is_new) known->second = sum_of(*rows);
    return known->second;
}

void ShownRows::put(const Scope& scope, const Row& row) {
    before_change(scope);
    count_out(scope, row.index(), row_id(row));
    const auto known = sums_.find(scope);
    if (known != sums_.end()) known->second = sum_with(known->second, sum_of(row));
    held_.put(scope, row);
}

void ShownRows::erase(const Scope& scope, std::size_t type, const Id& id) {
    before_change(scope);
    count_out(scope, type, id);
    held_.erase(scope, type, id);
}

void ShownRows::drop(const Scope& scope) {
    before_change(scope);
    sums_.erase(scope);
    held_.drop(scope);
}

bool ShownRows::apply_scope(const PulledScope& pulled) {
    if (pulled.answer == ScopeAnswer::gone) {
        drop(pulled.scope);
        return confirmed_.erase(pulled.scope) != 0;
    }
    bool structural = confirmed_.insert(pulled.scope).second;
    if (pulled.answer == ScopeAnswer::whole) {
        drop(pulled.scope);
        structural = true;
    }
    hold(pulled.scope);
    for (const Row& row : pulled.rows) {
        structural = structural || is_structural(rows().scope(pulled.scope), row);
        put(pulled.scope, row);
    }
    for (const RowName& row : pulled.deleted) {
        structural = structural || is_structural_type(row.type);
        erase(pulled.scope, row.type, row.id);
    }
    return structural;
}

bool ShownRows::apply_confirmed(const RowPatch& patch) {
    bool structural = false;
    for (const PulledScope& pulled : patch) structural = apply_scope(pulled) || structural;
    return structural;
}

AppliedChanges ShownRows::apply(ChangeSet changes) {
    AppliedChanges applied;
    const auto create = [&](const Scope& scope) {
        if (rows().holds(scope)) return;
        hold(scope);
        applied.created.push_back(scope);
    };
    for (const Change& change : changes) {
        create(change.scope);
        if (!change.after) {
            erase(change.scope, change.before->index(), row_id(*change.before));
            continue;
        }
        put(change.scope, *change.after);
        const auto* account = std::get_if<AccountRow>(&*change.after);
        if (account && !change.before) {
            for (const Scope& scope : scopes_of_new(*account)) create(scope);
        }
    }
    applied.changes = std::move(changes);
    return applied;
}

void ShownRows::undo(const AppliedChanges& applied) {
    for (auto change = applied.changes.rbegin(); change != applied.changes.rend(); ++change) {
        if (change->before) {
            put(change->scope, *change->before);
        } else if (change->after) {
            erase(change->scope, change->after->index(), row_id(*change->after));
        }
    }
    for (const Scope& scope : applied.created) drop(scope);
}

}  // namespace parasol
