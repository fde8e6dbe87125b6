#include "domain/visibility.h"

#include <algorithm>
#include <vector>

#include "domain/federation_reach.h"
#include "domain/permissions.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

// The accounts a person holds grants on: where everything that is visible starts.
struct Held {
    bool known = false;
    std::vector<AccountId> accounts;
    std::vector<AccountId> owned;  // as account owner

    bool on(AccountId account) const {
        return std::find(accounts.begin(), accounts.end(), account) != accounts.end();
    }
};

Held held_by(Work& work, PersonId person) {
    Held held;
    held.known = work.each<HeldGrantRow>(person_scope(person), [&](const HeldGrantRow& grant) {
        held.accounts.push_back(grant.account);
        if (grant.role == Role::account_owner) held.owned.push_back(grant.account);
    });
    return held;
}

bool any_of_chain(const std::vector<AccountId>& chain, const std::vector<AccountId>& accounts) {
    return std::find_first_of(chain.begin(), chain.end(), accounts.begin(), accounts.end()) != chain.end();
}

// Whether one of `accounts` is the account or above it.
Reading on_or_above(Work& work, const std::vector<AccountId>& accounts, AccountId account) {
    if (accounts.empty()) return Reading::no;
    if (std::find(accounts.begin(), accounts.end(), account) != accounts.end()) return Reading::yes;
    const Ancestry ancestry = ancestry_of(work, account);
    if (!ancestry.exists) return Reading::no;
    if (any_of_chain(ancestry.chain, accounts)) return Reading::yes;
    return ancestry.unknown() ? Reading::unknown : Reading::no;
}

// Whether a grant is on `base`, above it, or anywhere below it.
Reading reads_standing(Work& work, const Held& held, AccountId base) {
    Reading reading = on_or_above(work, held.accounts, base);
    for (const AccountId account : held.accounts) {
        if (reading == Reading::yes) return reading;
        const Ancestry ancestry = ancestry_of(work, account);
        if (std::find(ancestry.chain.begin(), ancestry.chain.end(), base) != ancestry.chain.end()) {
            return Reading::yes;
        }
        if (ancestry.unknown()) reading = Reading::unknown;
    }
    return reading;
}

// Whether a grant is on `base`, above it, or on an account directly below it.
Reading reads_face(Work& work, const Held& held, AccountId base) {
    Reading reading = on_or_above(work, held.accounts, base);
    for (const AccountId account : held.accounts) {
        if (reading == Reading::yes) return reading;
        const auto row = work.find<AccountRow>(account_scope(account), account);
        if (row.present() && row->parent == base) return Reading::yes;
        if (row.unknown()) reading = Reading::unknown;
    }
    return reading;
}

// Whether an active member that is not suspended, itself or by an ancestor, is reached.
// `at`: whether one that is reached today was an active member at that instant.
Reading reads_federation(Work& work, const Held& held, FederationId federation, std::optional<Instant> at = {}) {
    std::vector<AccountId> members, others;
    const bool known = work.each<MembershipRow>(federation_scope(federation), [&](const MembershipRow& row) {
        const bool active = row.state == MembershipState::active;
        const bool member = at ? row.since <= *at && (active || row.ended > *at) : active;
        if (!member || row.account_suspended) return;
        (held.on(row.account) ? members : others).push_back(row.account);
    });
    if (!known) return Reading::unknown;
    // Members with a grant of their own first: mostly the answer is there, and the others need not be looked
    // at.
    members.insert(members.end(), others.begin(), others.end());
    Reading reading = Reading::no;
    for (const AccountId member : members) {
        const Ancestry ancestry = ancestry_of(work, member);
        if (ancestry.suspended || !ancestry.exists) continue;
        if (ancestry.unknown()) {
            reading = Reading::unknown;
        } else if (any_of_chain(ancestry.chain, held.accounts)) {
            return Reading::yes;
        }
    }
    return reading;
}

Reading reads_federation_owner(Work& work, const Held& held, FederationId federation) {
    if (held.owned.empty()) return Reading::no;
    const auto row = work.find<FederationRow>(federation_scope(federation), federation);
    if (row.unknown()) return Reading::unknown;
    if (row.absent()) return Reading::no;
    return on_or_above(work, held.owned, row->owner);
}

// Who owned it at an instant: every owner since took it over from the one before.
Reading owned_federation(Work& work, const Held& held, FederationId federation, Instant at) {
    if (held.owned.empty()) return Reading::no;
    const auto row = work.find<FederationRow>(federation_scope(federation), federation);
    if (row.absent()) return Reading::no;
    const TransferRow* next = nullptr;
    const bool known = work.each<TransferRow>(federation_owner_scope(federation), [&](const TransferRow& transfer) {
        const bool later = transfer.state == TransferState::accepted && transfer.decided > at;
        if (later && (!next || transfer.decided < next->decided)) next = &transfer;
    });
    if (row.unknown() || !known) return Reading::unknown;
    return on_or_above(work, held.owned, next ? next->from : row->owner);
}

// --- Through a federation ---

bool sees(const SeatReach& reach) { return reach.reached && permits(reach.limit, Permission::see); }

// Whether a seat reaches the account itself.
Reading seated_on(Work& work, const std::vector<HeldSeatRow>& seats, AccountId account, Instant now) {
    Reading reading = Reading::no;
    for (const HeldSeatRow& seat : seats) {
        const SeatReach reach = reach_of_seat(work, seat, account, now);
        if (sees(reach)) return Reading::yes;
        if (reach.unknown) reading = Reading::unknown;
    }
    return reading;
}

// Whether a seat reaches `base` itself or an account directly below it, for its face; else any below it, for its
// standing and its logo.
Reading seated_below(Work& work, const std::vector<HeldSeatRow>& seats, AccountId base, bool directly,
                     Instant now) {
    Reading reading = Reading::no;
    for (const HeldSeatRow& seat : seats) {
        const auto members = members_reached(work, seat, now);
        if (!members) reading = Reading::unknown;
        if (!members) continue;
        for (const ReachedMember& member : *members) {
            if (member.reach.unknown) reading = Reading::unknown;
            if (!sees(member.reach)) continue;
            const std::vector<AccountId> chain = ancestry_of(work, member.account).chain;
            const bool parent = member.account == base || (chain.size() > 1 && chain[1] == base);
            const bool any = std::find(chain.begin(), chain.end(), base) != chain.end();
            if (directly ? parent : any) return Reading::yes;
        }
    }
    return reading;
}

bool seated_in(const std::vector<HeldSeatRow>& seats, FederationId federation) {
    return std::any_of(seats.begin(), seats.end(),
                       [&](const HeldSeatRow& seat) { return seat.federation == federation; });
}

Reading through_seats(Work& work, const std::vector<HeldSeatRow>& seats, const Scope& scope, Instant now) {
    const AccountId account(scope.id);
    switch (scope.kind) {
    case ScopeKind::account:
    case ScopeKind::activity:
    case ScopeKind::people: return seated_on(work, seats, account, now);
    case ScopeKind::standing:
    case ScopeKind::logo: return seated_below(work, seats, account, false, now);
    case ScopeKind::face: return seated_below(work, seats, account, true, now);
    case ScopeKind::federation:
    case ScopeKind::federation_owner:
        return seated_in(seats, FederationId(scope.id)) ? Reading::yes : Reading::no;
    default: return Reading::no;
    }
}

Reading by_grants(Work& work, const Held& held, const Scope& scope) {
    if (held.accounts.empty()) return Reading::no;
    const AccountId account(scope.id);
    switch (scope.kind) {
    case ScopeKind::children:
    case ScopeKind::account:
    case ScopeKind::activity:
    case ScopeKind::people: return on_or_above(work, held.accounts, account);
    case ScopeKind::standing:
    case ScopeKind::logo: return reads_standing(work, held, account);
    case ScopeKind::face: return reads_face(work, held, account);
    case ScopeKind::federation: return reads_federation(work, held, FederationId(scope.id));
    case ScopeKind::federation_owner: return reads_federation_owner(work, held, FederationId(scope.id));
    default: return Reading::no;
    }
}

Reading reads_invited(Work& work, PersonId person, const std::string& email) {
    const auto row = work.find<PersonRow>(person_scope(person), person);
    if (row.unknown()) return Reading::unknown;
    return row.present() && lower_email(row->email) == email ? Reading::yes : Reading::no;
}

}  // namespace

Reading may_read(Work& work, PersonId person, const Scope& scope, Instant now) {
    if (person.is_none() || is_key(scope.kind)) return Reading::no;
    if (scope.kind == ScopeKind::person || scope.kind == ScopeKind::inbox) {
        return scope.id == person ? Reading::yes : Reading::no;
    }
    if (scope.kind == ScopeKind::invited) return reads_invited(work, person, scope.text);

    const Held held = held_by(work, person);
    if (!held.known) return Reading::unknown;
    const Reading granted = by_grants(work, held, scope);
    if (granted == Reading::yes) return granted;
    const std::vector<HeldSeatRow> seats = seats_of(work, person);
    if (seats.empty()) return granted;
    const Reading seated = through_seats(work, seats, scope, now);
    return seated == Reading::no ? granted : seated;
}

bool has_past(ScopeKind kind) {
    switch (kind) {
    case ScopeKind::children:
    case ScopeKind::account:
    case ScopeKind::people:
    case ScopeKind::standing:
    case ScopeKind::face:
    case ScopeKind::logo:
    case ScopeKind::federation:
    case ScopeKind::federation_owner: return true;
    default: return false;
    }
}

Reading may_read_past(Work& work, PersonId person, const Scope& scope, Instant at, Instant now) {
    if (!has_past(scope.kind)) return Reading::no;
    const Reading today = may_read(work, person, scope, now);
    const bool owner = scope.kind == ScopeKind::federation_owner;
    if (today == Reading::yes || (!owner && scope.kind != ScopeKind::federation)) return today;
    const Held held = held_by(work, person);
    if (!held.known) return Reading::unknown;
    const FederationId federation(scope.id);
    const Reading then =
        owner ? owned_federation(work, held, federation, at) : reads_federation(work, held, federation, at);
    return then == Reading::no ? today : then;
}

Reading reaches(Work& work, PersonId person, AccountId account) {
    if (person.is_none() || account.is_none()) return Reading::no;
    const Held held = held_by(work, person);
    return held.known ? on_or_above(work, held.accounts, account) : Reading::unknown;
}

}  // namespace parasol
