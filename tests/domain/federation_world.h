// A small tree of accounts for the tests of federations, on the world of world.h. After every command that
// changes something it checks what must hold of all federations (problems_of), with code that shares nothing
// with rules and projections.
#pragma once

#include <string>
#include <vector>

#include "domain/world.h"

namespace federation_tests {

using namespace parasol;
using world::Actor;

// What is wrong with the federations in these rows: broken rules of PRODUCT 3, copies that differ from their
// source.
std::vector<std::string> problems_of(const RowSet& rows, Instant now);

// All rows as text, in order: equal texts are equal rows.
std::string dump(const RowSet& rows);

class FederationWorld : public world::World {
public:
    FederationWorld();

    // Below the operator two partners, north and south, and a direct customer; below north: ash, birch,
    // cedar, the reseller moor, and elm below the reseller; below south: palm.
    AccountId north, south, ash, birch, cedar, moor, elm, palm, direct;
    // Account owners: of north, south, ash, birch, cedar, moor, elm, palm, direct. `watcher` is viewer on
    // ash.
    PersonId norman, sue, ann, ben, cleo, mo, ella, pam, dan, watcher;

    // Partner staff at work on north or an account below it.
    Actor north_on(AccountId account) const { return as(norman, account); }
    // The account's own account owner.
    Actor owner_of(AccountId account) const;

    // What would be answered, where the rows are what no command makes of them.
    std::string ask_only(const Actor& actor, const Command& command) {
        return in_words(decide_in_full(envelope_of(actor, command)));
    }
    // As World::give; also checks that deciding leaves the rows as they were and that nothing is wrong
    // afterwards.
    std::string give(const Actor& actor, const Command& command);

    // Past the rules, for what no command of these can make.
    void let_federate_outside(AccountId partner, bool let);
    void set_state(AccountId account, AccountState state);
    void rename(AccountId account, const std::string& name);

    // What the tests need most, each required to be done; by the accounts' own people.
    Made create(AccountId account, const std::string& name = "Trees");  // by norman
    AccessCodeId issue(const Made& federation, std::int64_t uses, AccountId only_for = {});
    TicketId ticket(PersonId person, AccountId account, const Made& federation, AccessCodeId code);
    JoinRequestId ask(AccountId account, const Made& federation);
    Accept acceptance(const Made& federation, JoinRequestId request);
    MembershipId accept(const Made& federation, JoinRequestId request);
    MembershipId bring_in(AccountId account, const Made& federation);
    MembershipId bring_in(AccountId account, const Made& federation, Limit limit);
    // By norman, through north: people:north has his own grant, `person` holds one on `through`.
    FederationAdministratorId name(const Made& federation, PersonId person, AccountId through);
    TransferId offer(const Made& federation, MembershipId to);
    void set_limit(AccountId account, const Made& federation, MembershipId membership, Limit limit,
                   Instant until = 0);
    // Through a federation, from home.
    static Actor through(PersonId person, AccountId home, AccountId account) {
        return {person, home, Via::federation, account};
    }

    template <class R>
    R row(const Scope& scope, const Id& id) const {
        const R* found = rows.find<R>(scope, id);
        return found ? *found : R{};
    }
    JoinRequestRow request(const Made& federation, JoinRequestId id) const {
        return row<JoinRequestRow>(federation_owner_scope(federation.id), id);
    }
    OwnRequestRow own_request(AccountId account, JoinRequestId id) const {
        return row<OwnRequestRow>(account_scope(account), id);
    }
    MembershipRow membership(const Made& federation, MembershipId id) const {
        return row<MembershipRow>(federation_scope(federation.id), id);
    }
    OwnMembershipRow own_membership(AccountId account, MembershipId id) const {
        return row<OwnMembershipRow>(account_scope(account), id);
    }
    LimitRow limit(AccountId account, MembershipId id) const {
        return row<LimitRow>(account_scope(account), id);
    }
    TransferRow transfer(const Made& federation, TransferId id) const {
        return row<TransferRow>(federation_owner_scope(federation.id), id);
    }
    OwnTransferRow own_transfer(AccountId account, TransferId id) const {
        return row<OwnTransferRow>(account_scope(account), id);
    }
    FederationAdministratorRow administrator(const Made& federation, FederationAdministratorId id) const {
        return row<FederationAdministratorRow>(federation_scope(federation.id), id);
    }
    AccessCodeRow code(const Made& federation, AccessCodeId id) const {
        return row<AccessCodeRow>(federation_owner_scope(federation.id), id);
    }
};

// Rows of a type in a scope.
template <class R>
std::vector<R> rows_in(const RowSet& rows, const Scope& scope) {
    std::vector<R> found;
    rows.each<R>(scope, [&](const R& row) { found.push_back(row); });
    return found;
}

}  // namespace federation_tests
