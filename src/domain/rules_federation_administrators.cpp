// PRODUCT 3, "Federation administrator": one or more persons named by the owner account's account owner. A row of the
// federation, not a Role. Who is named is somebody whom the commanding person sees from home already, as the holder
// of a grant there or below: an address that is typed would say whether it is known (DESIGN 5, `invited`).
#include <algorithm>
#include <utility>

#include "domain/joining.h"
#include "domain/permissions.h"
#include "domain/rules_federation.h"

namespace parasol::rules {
namespace {

Presence is_on_or_below(Work& work, AccountId account, AccountId home) {
    const Ancestry ancestry = ancestry_of(work, account);
    if (std::find(ancestry.chain.begin(), ancestry.chain.end(), home) != ancestry.chain.end()) {
        return Presence::present;
    }
    return ancestry.unknown() ? Presence::unknown : Presence::absent;
}

// Whether the person has a seat of that id already, in another federation. A client cannot know; an authority does,
// because it loads the scope for the copy.
bool seat_id_used(Work& work, PersonId person, FederationAdministratorId id) {
    const Scope scope = person_scope(person);
    return work.has(scope) && work.find<HeldSeatRow>(scope, id).present();
}

void put_ended(Work& work, FederationAdministratorRow administrator, Instant now) {
    administrator.ended = now;
    const Scope scope = federation_scope(administrator.federation);
    work.put(scope, std::move(administrator));
}

}  // namespace

std::optional<OwnMembershipRow> gone_through(Context& context) {
    if (context.envelope.via != Via::federation) return std::nullopt;
    return active_membership_of(context.work, context.envelope.account);
}

void end_administrators(Work& work, FederationId federation, Instant now) {
    for (auto& administrator : rows_of<FederationAdministratorRow>(work, federation_scope(federation))) {
        if (administrator.ended == 0) put_ended(work, std::move(administrator), now);
    }
}

Verdict run(Context& context, const NameFederationAdministrator& command) {
    Work& work = context.work;
    const Envelope& envelope = context.envelope;
    const auto federation = owned_federation(context, command.federation);
    if (federation.refusal) return federation.refusal;
    const Presence reached = is_on_or_below(work, command.through, envelope.home);
    if (reached == Presence::absent) return Refusal::not_found;
    std::optional<GrantRow> grant;
    const bool known = work.each<GrantRow>(people_of(command.through), [&](const GrantRow& row) {
        if (row.person == command.person) grant = row;
    });
    if (known && reached == Presence::present && !grant) return Refusal::not_found;
    const Scope scope = federation_scope(command.federation);
    bool in_office = false;
    work.each<FederationAdministratorRow>(scope, [&](const FederationAdministratorRow& row) {
        in_office = in_office || (row.person == command.person && row.ended == 0);
    });
    const bool taken = work.find<FederationAdministratorRow>(scope, command.administrator).present();
    const std::string name = commander_name(context);
    if (work.undecided()) return std::nullopt;
    if (in_office) return Refusal::already_federation_administrator;
    if (taken || seat_id_used(work, command.person, command.administrator)) return Refusal::id_taken;

    FederationAdministratorRow administrator;
    administrator.id = command.administrator;
    administrator.federation = command.federation;
    administrator.person = command.person;
    administrator.person_name = grant->person_name;
    administrator.since = envelope.time;
    administrator.named_by_name = name;
    work.put(scope, std::move(administrator));
    return std::nullopt;
}

Verdict run(Context& context, const EndFederationAdministrator& command) {
    Work& work = context.work;
    const auto federation = owned_federation(context, command.federation);
    if (!federation.row) return federation.refusal;
    const auto found =
        work.find<FederationAdministratorRow>(federation_scope(command.federation), command.administrator);
    if (found.absent()) return Refusal::not_found;
    if (found->ended != 0) return std::nullopt;  // ending twice changes nothing
    put_ended(work, *found, context.envelope.time);
    return std::nullopt;
}

}  // namespace parasol::rules
