// PRODUCT 3: "Create Federation +", "Access codes", and of "States" those of a code: live -> revoked |
// expired | used up. Codes say who may ask; issuing, revoking or rotating them touches neither members nor
// requests.
#include <utility>

#include "domain/joining.h"
#include "domain/limits.h"
#include "domain/permissions.h"
#include "domain/rules_federation.h"
#include "domain/states.h"
#include "domain/text_rules.h"

namespace parasol::rules {
namespace {

// The kind of the home account; a person who commands from it holds a grant on it, which says the kind.
std::optional<AccountKind> kind_of_home(Context& context) {
    std::optional<AccountKind> kind;
    context.work.each<HeldGrantRow>(person_scope(context.envelope.person), [&](const HeldGrantRow& grant) {
        if (grant.account == context.envelope.home) kind = grant.account_kind;
    });
    return kind;
}

Verdict check_creator(Context& context, const AccountRow& account, bool suspended) {
    if (account.parent.is_none()) return Refusal::root_account;
    const auto home = kind_of_home(context);
    if (home != AccountKind::operator_ && home != AccountKind::partner) {
        return Refusal::only_operator_and_partners_create;
    }
    if (account.state == AccountState::closed) return Refusal::account_closed;
    if (suspended) return Refusal::account_suspended;
    if (active_membership_of(context.work, account.id)) return Refusal::already_in_federation;
    if (open_request_of(context.work, account.id, context.envelope.time)) return Refusal::request_pending;
    return std::nullopt;
}

IssueCode first_code(const CreateFederation& command, Instant now) {
    IssueCode code;
    code.federation = command.federation;
    code.code = command.code;
    code.expires = now + access_code_life;
    code.uses = first_code_uses;
    return code;
}

}  // namespace

Verdict check_new_code(Context& context, const IssueCode& command) {
    Work& work = context.work;
    const Instant now = context.envelope.time;
    if (const auto refusal = check_text(command.label)) return refusal;
    if (has_passed(command.expires, now) || command.expires - now > longest_access_code_life) {
        return Refusal::expiry_not_valid;
    }
    if (command.uses < 1 || command.uses > most_code_uses) return Refusal::uses_not_valid;
    const std::string_view only_for = trimmed(command.only_for);
    if (!only_for.empty() && !is_account_number(only_for)) return Refusal::only_for_not_valid;
    // The owner is a member already: such a code could never be used. Whether any other account has the number is
    // not asked: the answer would say which numbers there are.
    const AccountId account = context.envelope.account;
    const auto owner = work.find<AccountRow>(account_scope(account), account);
    if (owner.present() && !only_for.empty() && owner->number == only_for) return Refusal::own_federation;

    const Scope codes = federation_owner_scope(command.federation);
    if (work.find<AccessCodeRow>(codes, command.code).present()) return Refusal::id_taken;
    // Only an authority has drawn a text, and only it can see whether the text or the id opens something
    // else.
    if (context.drawn.code_fingerprint.empty()) return std::nullopt;
    const auto sealed = work.find<SealedCodeRow>(ticket_key(TicketId(command.code)), command.code);
    bool taken = sealed.present();
    work.each<CodeKeyRow>(code_key(context.drawn.code_fingerprint), [&](const CodeKeyRow&) { taken = true; });
    return taken ? Verdict(Refusal::id_taken) : std::nullopt;
}

void put_new_code(Context& context, const IssueCode& command) {
    AccessCodeRow code;
    code.id = command.code;
    code.federation = command.federation;
    code.label = std::string(trimmed(command.label));
    code.created = context.envelope.time;
    code.expires = command.expires;
    code.uses_allowed = command.uses;
    code.only_for = std::string(trimmed(command.only_for));
    code.issued_by_name = commander_name(context);
    context.work.put(federation_owner_scope(command.federation), std::move(code));
    if (context.drawn.code_fingerprint.empty()) return;

    SealedCodeRow sealed;
    sealed.id = command.code;
    sealed.sealed = context.drawn.code_sealed;
    sealed.fingerprint = context.drawn.code_fingerprint;
    context.work.put(ticket_key(TicketId(command.code)), std::move(sealed));
    CodeKeyRow key;
    key.id = command.code;
    key.federation = command.federation;
    context.work.put(code_key(context.drawn.code_fingerprint), std::move(key));
}

void revoke_codes(Work& work, FederationId federation, Instant now) {
    const Scope scope = federation_owner_scope(federation);
    for (AccessCodeRow& code : rows_of<AccessCodeRow>(work, scope)) {
        if (code.state != CodeState::live) continue;
        code.state = code_state(code, now) == CodeState::expired ? CodeState::expired : CodeState::revoked;
        work.put(scope, std::move(code));
    }
}

Verdict run(Context& context, const CreateFederation& command) {
    Work& work = context.work;
    const Envelope& envelope = context.envelope;
    if (const auto refusal = check_name(command.name)) return refusal;

    const Scope scope = federation_scope(command.federation);
    const auto account = work.find<AccountRow>(account_scope(envelope.account), envelope.account);
    const auto same_membership =
        work.find<OwnMembershipRow>(account_scope(envelope.account), command.membership);
    const bool suspended = ancestry_of(work, envelope.account).suspended;
    const auto same_federation = work.find<FederationRow>(scope, command.federation);
    const IssueCode code = first_code(command, envelope.time);
    const Verdict code_refusal = check_new_code(context, code);
    if (work.undecided()) return std::nullopt;

    if (account.absent()) return Refusal::not_found;
    if (const auto refusal = check_creator(context, *account, suspended)) return refusal;
    if (same_federation.present() || same_membership.present()) return Refusal::id_taken;
    if (code_refusal) return code_refusal;

    FederationRow federation;
    federation.id = command.federation;
    federation.name = std::string(trimmed(command.name));
    federation.owner = envelope.account;
    federation.created = envelope.time;
    const MembershipRow owner =
        membership_of(*account, command.membership, command.federation, 1, envelope.time);
    work.put(scope, std::move(federation));
    work.put(scope, owner);
    put_limit(work, limit_of_membership(owner, Limit::full, envelope.time));
    put_new_code(context, code);
    return std::nullopt;
}

Verdict run(Context& context, const IssueCode& command) {
    const auto federation = owned_federation(context, command.federation);
    if (federation.refusal) return federation.refusal;
    const Verdict refusal = check_new_code(context, command);
    if (refusal || context.work.undecided()) return refusal;
    put_new_code(context, command);
    return std::nullopt;
}

Verdict run(Context& context, const RevokeCode& command) {
    Work& work = context.work;
    const Scope scope = federation_owner_scope(command.federation);
    const auto federation = owned_federation(context, command.federation);
    const auto found = work.find<AccessCodeRow>(scope, command.code);
    if (federation.refusal) return federation.refusal;
    if (work.undecided()) return std::nullopt;
    if (found.absent()) return Refusal::not_found;
    switch (code_state(*found, context.envelope.time)) {
        case CodeState::live: break;
        case CodeState::revoked: return std::nullopt;  // revoking twice changes nothing
        case CodeState::expired: return Refusal::code_already_ended;
    }
    AccessCodeRow code = *found;
    code.state = CodeState::revoked;
    work.put(scope, std::move(code));
    return std::nullopt;
}

}  // namespace parasol::rules
