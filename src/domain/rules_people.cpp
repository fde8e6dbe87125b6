// The rules of people: invitations, administrators, and the person that an e-mail address belongs to.
#include "domain/account_rules.h"
#include "domain/limits.h"
#include "domain/permissions.h"
#include "domain/rules.h"
#include "domain/rules_federation.h"
#include "domain/states.h"
#include "domain/text_rules.h"

namespace parasol::rules {
namespace {

// Whether the invited address has an invitation of that id already, by another account. A client cannot know;
// an authority does, because it loads the scope for the copy.
bool invitation_id_used(Work& work, const std::string& email, InvitationId id) {
    const Scope scope = invited_scope(email);
    return work.has(scope) && work.find<ReceivedInvitationRow>(scope, id).present();
}

struct Held {
    bool known = false;
    bool on_account = false;
    bool same_id = false;
};

Held held_by(Work& work, PersonId person, AccountId account, GrantId id) {
    Held held;
    held.known = work.each<HeldGrantRow>(person_scope(person), [&](const HeldGrantRow& row) {
        held.on_account = held.on_account || row.account == account;
        held.same_id = held.same_id || row.id == id;
    });
    return held;
}

// A federation administrator makes nobody an account owner, and gives no role that may more than the member's limit
// leaves to itself.
Verdict check_gift(Context& context, const std::optional<OwnMembershipRow>& through, Role role) {
    if (context.envelope.via != Via::federation) return std::nullopt;
    if (role == Role::account_owner) return Refusal::not_through_federation;
    if (!through) return std::nullopt;
    const Scope own = account_scope(context.envelope.account);
    const auto row = context.work.find<LimitRow>(own, through->id);
    const Limit set = row.present() ? limit_at(*row, context.envelope.time) : Limit::paused;
    const Limit limit = through->owner ? Limit::full : set;
    for (int at = 0; at < permission_count; ++at) {
        const auto permission = static_cast<Permission>(at);
        if (permits(role, permission) && !permits(limit, permission)) return Refusal::beyond_limit;
    }
    return std::nullopt;
}

// A federation administrator ends only what was given through that federation.
Verdict check_own_gift(Context& context, FederationId through) {
    if (context.envelope.via != Via::federation) return std::nullopt;
    const auto membership = gone_through(context);
    const bool own = membership && membership->federation == through;
    return own ? std::nullopt : Verdict(Refusal::not_through_federation);
}

}  // namespace

Verdict run(Context& context, const InviteAdministrator& command) {
    Work& work = context.work;
    const Envelope& envelope = context.envelope;
    const std::string email = lower_email(trimmed(command.email));
    const auto account = work.find<AccountRow>(account_scope(envelope.account), envelope.account);
    const auto inviter = work.find<PersonRow>(person_scope(envelope.person), envelope.person);
    const Scope people = people_of(envelope.account);
    const auto same = work.find<InvitationRow>(people, command.id);
    if (account.absent() || inviter.absent()) return Refusal::not_found;
    if (account.present() && account->state == AccountState::closed) return Refusal::account_closed;
    if (!is_email(email)) return Refusal::email_not_valid;
    if (same.present()) return Refusal::id_taken;
    const auto through = gone_through(context);
    if (const auto refusal = check_gift(context, through, command.role)) return refusal;

    bool administrator = false;
    bool invited = false;
    work.each<GrantRow>(people, [&](const GrantRow& grant) {
        administrator = administrator || lower_email(grant.person_email) == email;
    });
    work.each<InvitationRow>(people, [&](const InvitationRow& other) {
        invited = invited || (is_open(other, envelope.time) && other.email == email);
    });
    if (administrator) return Refusal::already_administrator;
    if (invited) return Refusal::already_invited;
    if (invitation_id_used(work, email, command.id)) return Refusal::id_taken;
    if (work.undecided()) return std::nullopt;

    InvitationRow row;
    row.id = command.id;
    row.account = envelope.account;
    row.account_name = account->name;
    row.account_kind = account->kind;
    row.email = email;
    row.role = command.role;
    row.invited = envelope.time;
    row.expires = envelope.time + invitation_life;
    row.invited_by = envelope.person;
    row.invited_by_name = inviter->name;
    if (through) {
        row.through = through->federation;
        row.through_name = through->federation_name;
    }
    work.put(people, row);
    return std::nullopt;
}

Verdict run(Context& context, const AcceptInvitation& command) {
    Work& work = context.work;
    const Envelope& envelope = context.envelope;
    const Scope people = people_of(envelope.account);
    const auto invitation = work.find<InvitationRow>(people, command.invitation);
    const auto account = work.find<AccountRow>(account_scope(envelope.account), envelope.account);
    const auto person = work.find<PersonRow>(person_scope(envelope.person), envelope.person);
    const auto grant = work.find<GrantRow>(people, command.grant);
    const Held held = held_by(work, envelope.person, envelope.account, command.grant);
    if (work.undecided()) return std::nullopt;
    if (invitation.absent() || account.absent() || person.absent()) return Refusal::not_found;
    if (lower_email(person->email) != invitation->email) return Refusal::invitation_not_for_you;

    switch (invitation_state(*invitation, envelope.time)) {
    case InvitationState::accepted:
        // Accepting twice changes nothing, as long as there is still something that it gave.
        if (held.on_account) return std::nullopt;
        return Refusal::invitation_accepted;
    case InvitationState::revoked: return Refusal::invitation_revoked;
    case InvitationState::expired: return Refusal::invitation_expired;
    case InvitationState::pending: break;
    }
    if (account->state == AccountState::closed) return Refusal::account_closed;
    if (held.on_account) return Refusal::already_administrator;
    if (held.same_id || grant.present()) return Refusal::id_taken;

    InvitationRow accepted = *invitation;
    accepted.state = InvitationState::accepted;
    GrantRow given;
    given.id = command.grant;
    given.account = envelope.account;
    given.person = envelope.person;
    given.role = accepted.role;
    given.person_name = person->name;
    given.person_email = person->email;
    given.since = envelope.time;
    given.given_by = accepted.invited_by;
    given.through = accepted.through;
    given.through_name = accepted.through_name;
    work.put(people, accepted);
    work.put(people, given);
    return std::nullopt;
}

Verdict run(Context& context, const RevokeInvitation& command) {
    Work& work = context.work;
    const Scope people = people_of(context.envelope.account);
    const auto found = work.find<InvitationRow>(people, command.invitation);
    if (found.unknown()) return std::nullopt;
    if (found.absent()) return Refusal::not_found;
    if (const auto refusal = check_own_gift(context, found->through)) return refusal;
    const InvitationState state = invitation_state(*found, context.envelope.time);
    if (state == InvitationState::accepted) return Refusal::invitation_accepted;
    if (state == InvitationState::expired) return Refusal::invitation_expired;
    if (state == InvitationState::revoked) return std::nullopt;
    InvitationRow row = *found;
    row.state = InvitationState::revoked;
    work.put(people, row);
    return std::nullopt;
}

Verdict run(Context& context, const RemoveAdministrator& command) {
    Work& work = context.work;
    const Scope people = people_of(context.envelope.account);
    const auto found = work.find<GrantRow>(people, command.grant);
    if (found.unknown()) return std::nullopt;
    if (found.absent()) return Refusal::not_found;
    if (const auto refusal = check_own_gift(context, found->through)) return refusal;
    if (is_last_owner(work, context.envelope.account, command.grant, found->role)) return Refusal::last_account_owner;
    work.erase<GrantRow>(people, command.grant);
    return std::nullopt;
}

Verdict run(Context& context, const RegisterPerson& command) {
    Work& work = context.work;
    const std::string email = lower_email(trimmed(command.email));
    if (const auto refusal = check_name(command.name)) return refusal;
    if (!is_email(email)) return Refusal::email_not_valid;
    const Scope scope = person_scope(command.person);
    const auto same = work.find<PersonRow>(scope, command.person);
    bool address_used = false;
    work.each<EmailKeyRow>(email_key(email), [&](const EmailKeyRow& key) {
        address_used = address_used || key.id != command.person;
    });
    if (work.undecided()) return std::nullopt;
    if (same.present() && lower_email(same->email) == email) return std::nullopt;
    if (same.present() || address_used) return Refusal::id_taken;
    work.put(scope, PersonRow{command.person, std::string(trimmed(command.name)),
                              std::string(trimmed(command.email))});
    return std::nullopt;
}

}  // namespace parasol::rules
