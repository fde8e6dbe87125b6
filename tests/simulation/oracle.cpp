// Written from the sentences of the product's description alone: it walks every account and grant, and shares no code
// with the rules that the product decides visibility by.
#include "simulation/world.h"

namespace simulation {

Oracle::Oracle(const RowSet& rows, PersonId person, Instant now) : rows_(rows), person_(person) {
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
    sit(rows, now);
}

// What the person administers as a federation's administrator, and who of the members lets such a one in now.
void Oracle::sit(const RowSet& rows, Instant now) {
    for (const auto& [scope, held] : rows.scopes()) {
        bool seated = false;
        held.each<FederationAdministratorRow>([&](const FederationAdministratorRow& row) {
            seated = seated || (row.person == person_ && row.ended == 0);
        });
        if (!seated) continue;
        seats_.insert(scope.id);
        AccountId owner;
        held.each<FederationRow>([&](const FederationRow& row) { owner = row.owner; });
        held.each<MembershipRow>([&](const MembershipRow& row) {
            if (lets_in(row, owner, now)) guests_.insert(row.account);
        });
    }
}

bool Oracle::lets_in(const MembershipRow& member, AccountId owner, Instant now) const {
    if (member.state != MembershipState::active || suspended(member.account)) return false;
    if (member.account == owner) return true;
    const LimitRow* row = rows_.find<LimitRow>(account_scope(member.account), member.id);
    if (!row || row->limit == Limit::paused) return false;
    return row->until == 0 || now < row->until;
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
        case ScopeKind::children: return granted_on_or_above(scope.id, false);
        case ScopeKind::account:
        case ScopeKind::activity:
        case ScopeKind::people: return guests_.count(scope.id) != 0 || granted_on_or_above(scope.id, false);
        case ScopeKind::standing:
        case ScopeKind::logo:
            // Whoever reaches it, or anything below it.
            if (granted_on_or_above(scope.id, false)) return true;
            for (const auto& [id, account] : accounts_) {
                const bool reached = account.own_grant || guests_.count(id) != 0;
                if (reached && below_or_same(id, scope.id)) return true;
            }
            return false;
        case ScopeKind::face:
            // Whoever reaches it, or an account directly below it.
            if (guests_.count(scope.id) != 0) return true;
            for (const auto& [id, account] : accounts_) {
                const bool reached = guests_.count(id) != 0 || granted_on_or_above(id, false);
                if (reached && account.parent == scope.id) return true;
            }
            return false;
        case ScopeKind::federation: {
            bool seen = seats_.count(scope.id) != 0;
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
            return seats_.count(scope.id) != 0 || (row && granted_on_or_above(row->owner, true));
        }
        case ScopeKind::inbox:
        case ScopeKind::person: return scope.id == person_;
        case ScopeKind::invited: return !email_.empty() && scope.text == email_;
        default: return false;
    }
}

std::vector<Scope> Oracle::must_hold() const {
    std::vector<Scope> scopes = {person_scope(person_), inbox_of(person_)};
    for (const auto& [id, account] : accounts_) {
        const bool base = account.kind == AccountKind::operator_ || account.kind == AccountKind::partner ||
                          account.kind == AccountKind::reseller;
        if (base && granted_on_or_above(id, false)) scopes.push_back(children_of(AccountId(id)));
        if (account.own_grant) {
            scopes.push_back(account_scope(AccountId(id)));
            scopes.push_back(people_of(AccountId(id)));
        }
    }
    for (const Id& seat : seats_) {
        scopes.push_back(federation_scope(FederationId(seat)));
        scopes.push_back(federation_owner_scope(FederationId(seat)));
    }
    return scopes;
}

}  // namespace simulation
