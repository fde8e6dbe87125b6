#include "domain/invariants.h"

#include <map>

#include "domain/invariants_checker.h"

namespace parasol {
namespace invariants {

void Checker::everything() {
    std::size_t roots = 0;
    for (const auto& [scope, held] : rows_.scopes()) {
        held.each_row([&, in = scope](const auto& row) { check(in, row); });
        held.each<AccountRow>([&](const AccountRow& row) { roots += row.parent.is_none() ? 1 : 0; });
        add_groups_of(scope);
    }
    if (roots != 1) say("the tree: " + std::to_string(roots) + " roots");
    check_groups();
}

void Checker::of(const ChangeSet& changes) {
    for (const Change& change : changes) {
        if (change.before)
            std::visit([&](const auto& row) { check_left(change.scope, row); }, *change.before);
        if (change.after) std::visit([&](const auto& row) { check(change.scope, row); }, *change.after);
        if (needs_groups(change)) add_groups_of(change.scope);
    }
    check_groups();
}

// --- What only a whole scope can say ---

// A rename of one among thousands of siblings needs no look at all of them.
bool Checker::needs_groups(const Change& change) {
    if (change.scope.kind != ScopeKind::children || !change.before || !change.after) return true;
    const auto* before = std::get_if<AccountIndexRow>(&*change.before);
    const auto* after = std::get_if<AccountIndexRow>(&*change.after);
    return !before || !after || before->third_party_reference != after->third_party_reference ||
           before->kind != after->kind;
}

void Checker::add_groups_of(const Scope& scope) {
    switch (scope.kind) {
    case ScopeKind::children: bases_.insert(AccountId(scope.id)); break;
    case ScopeKind::people: peoples_.insert(AccountId(scope.id)); break;
    case ScopeKind::federation:
    case ScopeKind::federation_owner: federations_.insert(FederationId(scope.id)); break;
    default: break;
    }
}
void Checker::check_groups() {
    for (const AccountId base : bases_) check_siblings(base);
    for (const AccountId on : peoples_) check_people(on);
    for (const FederationId id : federations_) check_federation(id);
}

void Checker::check_siblings(AccountId base) {
    const Scope scope = children_of(base);
    std::set<std::string> references;
    bool internal_use = false;
    rows_.each<AccountIndexRow>(scope, [&](const AccountIndexRow& row) {
        internal_use = internal_use || row.kind == AccountKind::internal_use;
        if (row.third_party_reference.empty()) return;
        expect(references.insert(row.third_party_reference).second, scope, row, "shares its reference");
    });
    const AccountRow* above = account(base);
    if (!above) return;
    const bool wants = above->kind == AccountKind::partner || above->kind == AccountKind::reseller;
    expect(!wants || internal_use, scope, *above, "has no internal-use account");
}

void Checker::check_people(AccountId on) {
    const Scope scope = people_of(on);
    std::set<PersonId> persons;
    rows_.each<GrantRow>(scope, [&](const GrantRow& row) {
        expect(persons.insert(row.person).second, scope, row, "is a second grant of one person");
    });
    check_index_of(on);
}

void Checker::check_federation(FederationId id) {
    const FederationRow* row = federation(id);
    if (!row) return;
    const Scope scope = federation_scope(id);
    const bool dissolved = row->state == FederationState::dissolved;
    expect(dissolved == (row->ended != 0), scope, *row,
           "is dissolved and has no end, or the other way round");
    std::set<std::int64_t> positions;
    int active = 0;
    int owners = 0;
    rows_.each<MembershipRow>(scope, [&](const MembershipRow& member) {
        expect(member.position >= 1 && positions.insert(member.position).second, scope, member,
               "has a position that is another's");
        if (member.state != MembershipState::active) return;
        ++active;
        owners += member.account == row->owner ? 1 : 0;
    });
    expect(dissolved ? active == 0 : owners == 1, scope, *row,
           dissolved ? "is dissolved and has members" : "is active without its owner");
    check_codes(*row);
    check_offices(*row);
}

void Checker::check_codes(const FederationRow& row) {
    const Scope scope = federation_owner_scope(row.id);
    const bool dissolved = row.state == FederationState::dissolved;
    std::map<Id, std::pair<std::int64_t, std::int64_t>> uses;  // taken, of which accepted
    rows_.each<JoinRequestRow>(scope, [&](const JoinRequestRow& request) {
        const bool pending = request.state == RequestState::pending;
        const bool accepted = request.state == RequestState::accepted;
        expect(!(dissolved && pending), scope, request, "is open in a dissolved federation");
        uses[request.code].first += pending || accepted ? 1 : 0;
        uses[request.code].second += accepted ? 1 : 0;
    });
    rows_.each<AccessCodeRow>(scope, [&](const AccessCodeRow& code) {
        expect(!(dissolved && code.state == CodeState::live), scope, code,
               "is live in a dissolved federation");
        expect(code.uses_taken == uses[code.id].first, scope, code, "counts its uses wrong");
        expect(uses[code.id].second <= code.uses_allowed, scope, code, "brought in more than it may");
    });
}

// One seat a person; at any instant one open offer: one that ran out may still be written as open until a tick.
void Checker::check_offices(const FederationRow& row) {
    std::set<PersonId> persons;
    const Scope scope = federation_scope(row.id);
    rows_.each<FederationAdministratorRow>(scope, [&](const FederationAdministratorRow& administrator) {
        expect(administrator.ended != 0 || persons.insert(administrator.person).second, scope, administrator,
               "is a second seat of one person");
    });
    int open = 0;
    rows_.each<TransferRow>(federation_owner_scope(row.id), [&](const TransferRow& transfer) {
        open += transfer.state == TransferState::offered ? 1 : 0;
    });
    expect(open <= 1, scope, row, "is offered to several");
}

}  // namespace invariants

std::vector<std::string> broken_invariants(const RowSet& rows) {
    invariants::Checker checker(rows);
    checker.everything();
    return checker.take();
}

std::vector<std::string> broken_invariants(const RowSet& rows, const ChangeSet& changes) {
    invariants::Checker checker(rows);
    checker.of(changes);
    return checker.take();
}

}  // namespace parasol
