// Written from the sentences of the product's description alone: it walks every account and grant, and shares no code
// with the rules that the product decides visibility by.
#include "simulation/world.h"

namespace simulation {

Oracle::Oracle(const RowSet& rows, PersonId person) : rows_(rows), person_(person) {
    for (const auto& [scope, held] : rows.scopes()) {
        held.each<AccountRow>([&](const AccountRow& row) {
            Account& account = accounts_[row.id];
            account.parent = row.parent;
            account.kind = row.kind;
            account.state = row.state;
        });
        held.each<GrantRow>([&](const GrantRow& row) {
            if (row.person != person) return;
            Account& account = accounts_[row.account];
            account.own_grant = true;
            account.owner_grant = account.owner_grant || row.role == Role::account_owner;
        });
        held.each<PersonRow>([&](const PersonRow& row) {
            if (row.id != person) return;
            email_ = row.email;
            for (char& letter : email_) {
                if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + 32);
            }
        });
    }
}

bool Oracle::granted_on_or_above(Id account, bool as_owner) const {
    for (auto at = accounts_.find(account); at != accounts_.end(); at = accounts_.find(at->second.parent)) {
        if (as_owner ? at->second.owner_grant : at->second.own_grant) return true;
        if (at->second.parent.is_none()) break;
    }
    return false;
}

bool Oracle::below_or_same(Id account, Id ancestor) const {
    for (auto at = accounts_.find(account); at != accounts_.end(); at = accounts_.find(at->second.parent)) {
        if (at->first == ancestor) return true;
        if (at->second.parent.is_none()) break;
    }
    return false;
}

bool Oracle::suspended(Id account) const {
    for (auto at = accounts_.find(account); at != accounts_.end(); at = accounts_.find(at->second.parent)) {
        if (at->second.state == AccountState::suspended) return true;
        if (at->second.parent.is_none()) break;
    }
    return false;
}

bool Oracle::may_see(const Scope& scope) const {
    switch (scope.kind) {
        case ScopeKind::children:
        case ScopeKind::account:
        case ScopeKind::people: return granted_on_or_above(scope.id, false);
        case ScopeKind::standing:
            // Whoever reaches it, or anything below it.
            if (granted_on_or_above(scope.id, false)) return true;
            for (const auto& [id, account] : accounts_) {
                if (account.own_grant && below_or_same(id, scope.id)) return true;
            }
            return false;
        case ScopeKind::face:
            // Whoever reaches an account directly below it.
            for (const auto& [id, account] : accounts_) {
                if (account.parent == scope.id && granted_on_or_above(id, false)) return true;
            }
            return false;
        case ScopeKind::federation: {
            bool seen = false;
            rows_.each<MembershipRow>(scope, [&](const MembershipRow& row) {
                if (row.state == MembershipState::active && !suspended(row.account) &&
                    granted_on_or_above(row.account, false)) {
                    seen = true;
                }
            });
            return seen;
        }
        case ScopeKind::federation_owner: {
            const FederationRow* row =
                rows_.find<FederationRow>(federation_scope(FederationId(scope.id)), scope.id);
            return row && granted_on_or_above(row->owner, true);
        }
        case ScopeKind::person: return scope.id == person_;
        case ScopeKind::invited: return !email_.empty() && scope.text == email_;
        default: return false;
    }
}

std::vector<Scope> Oracle::must_hold() const {
    std::vector<Scope> scopes = {person_scope(person_)};
    for (const auto& [id, account] : accounts_) {
        const bool base = account.kind == AccountKind::operator_ || account.kind == AccountKind::partner ||
                          account.kind == AccountKind::reseller;
        if (base && granted_on_or_above(id, false)) scopes.push_back(children_of(AccountId(id)));
        if (account.own_grant) {
            scopes.push_back(account_scope(AccountId(id)));
            scopes.push_back(people_of(AccountId(id)));
        }
    }
    return scopes;
}

}  // namespace simulation
