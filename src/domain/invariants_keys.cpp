// Key scopes, and what a change may have left behind.
#include <optional>

#include "domain/erasure.h"
#include "domain/invariants_checker.h"
#include "domain/states.h"
#include "domain/text_rules.h"

namespace parasol::invariants {

void Checker::check(const Scope& scope, const CodeKeyRow& row) {
    const auto* sealed = find<SealedCodeRow>(ticket_key(TicketId(row.id)), row.id);
    expect(sealed && scope == code_key(sealed->fingerprint), scope, row, "fits no text");
    expect(find<AccessCodeRow>(federation_owner_scope(row.federation), row.id) != nullptr, scope, row,
           "fits no access code");
    expect(rows_.scope(scope)->count<CodeKeyRow>() == 1, scope, row, "several codes have the text");
}
void Checker::check(const Scope& scope, const SealedCodeRow& row) {
    expect(scope == ticket_key(TicketId(row.id)), scope, row, "is in a scope that is not its own");
    expect(find<CodeKeyRow>(code_key(row.fingerprint), row.id) != nullptr, scope, row, "has no key");
}
void Checker::check(const Scope& scope, const TicketRow& row) {
    expect(scope == ticket_key(row.id), scope, row, "is in a scope that is not its own");
    check_due(scope, row, DueKind::ticket, row.account, &row.expires);
}
void Checker::check(const Scope&, const TriesRow&) {}
void Checker::check(const Scope&, const SessionRow&) {}

void Checker::check(const Scope& scope, const SessionUseRow& row) {
    expect(scope.kind == ScopeKind::key_sessions && find<PersonRow>(person_scope(PersonId(scope.id)), scope.id), scope,
           row, "is nobody's");
}
void Checker::check(const Scope& scope, const SecondFactorRow& row) {
    expect(scope == second_factor_key(row.id), scope, row, "is in a scope that is not its own");
    expect(find<PersonRow>(person_scope(row.id), row.id) != nullptr, scope, row, "is nobody's");
}
void Checker::check(const Scope& scope, const MailRow& row) {
    expect(scope == mail_key(to_string(row.id).substr(id_text_length - 1)), scope, row,
           "is in a scope that is not its own");
    expect(!row.email.empty() || !row.person.is_none(), scope, row, "is to nobody");
}

void Checker::check(const Scope& scope, const ErasureRow& row) {
    expect(scope == erasure_key(row.id), scope, row, "is in a scope that is not its own");
    const auto* person = find<PersonRow>(person_scope(row.id), row.id);
    expect(person && is_erased_address(person->email), scope, row, "its person is not erased");
}

void Checker::check(const Scope& scope, const PasswordRow& row) {
    expect(scope == password_key(row.id), scope, row, "is in a scope that is not its own");
    expect(find<PersonRow>(person_scope(row.id), row.id) != nullptr, scope, row, "is nobody's");
}
void Checker::check(const Scope& scope, const LinkRow& row) {
    expect(row.person.is_none() != row.invitation.is_none(), scope, row, "is for nobody, or for two");
    expect(rows_.scope(scope)->count<LinkRow>() == 1, scope, row, "several links have the token");
    if (row.invitation.is_none()) return;
    const auto* of = find<LinkOfRow>(link_of_key(row.invitation), row.invitation);
    expect(!of || scope == link_key(of->fingerprint), scope, row, "is not the invitation's only one");
}
void Checker::check(const Scope& scope, const LinkOfRow& row) {
    expect(scope == link_of_key(row.id), scope, row, "is in a scope that is not its own");
}

void Checker::check(const Scope& scope, const DueRow& row) {
    expect(scope == due_key(utc_day(row.at)), scope, row, "is on the wrong day");
    const auto ends = ends_at(row);
    expect(ends && *ends == row.at, scope, row, "names nothing that ends then");
}
// When the thing that a DueRow names ends by itself; nothing where it does not or is not there.
std::optional<Instant> Checker::ends_at(const DueRow& row) const {
    const Scope owners = federation_owner_scope(FederationId(row.owner));
    const auto end = [](const auto* found, bool running) {
        return found && running ? std::optional<Instant>(found->expires) : std::nullopt;
    };
    switch (row.kind) {
    case DueKind::join_request: {
        const auto* found = find<JoinRequestRow>(owners, row.id);
        return end(found, found && found->state == RequestState::pending);
    }
    case DueKind::access_code: {
        const auto* found = find<AccessCodeRow>(owners, row.id);
        return end(found, found && found->state == CodeState::live);
    }
    case DueKind::invitation: {
        const auto* found = find<InvitationRow>(people_of(AccountId(row.owner)), row.id);
        return end(found, found && found->state == InvitationState::pending);
    }
    case DueKind::transfer: {
        const auto* found = find<TransferRow>(owners, row.id);
        return end(found, found && found->state == TransferState::offered);
    }
    case DueKind::limit: {
        const auto* found = find<LimitRow>(account_scope(AccountId(row.owner)), row.id);
        return found && found->until != 0 ? std::optional<Instant>(found->until) : std::nullopt;
    }
    case DueKind::remind_request: {
        const auto* found = find<JoinRequestRow>(owners, row.id);
        return found ? reminder_of(*found) : std::nullopt;
    }
    case DueKind::remind_invitation: {
        const auto* found = find<InvitationRow>(people_of(AccountId(row.owner)), row.id);
        return found ? reminder_of(*found) : std::nullopt;
    }
    case DueKind::remind_limit: {
        const auto* found = find<LimitRow>(account_scope(AccountId(row.owner)), row.id);
        return found ? reminder_of(*found) : std::nullopt;
    }
    case DueKind::ticket: {
        const auto* found = find<TicketRow>(ticket_key(TicketId(row.id)), row.id);
        return end(found, found && found->account == AccountId(row.owner));
    }
    }
    return std::nullopt;
}

// --- What a change left behind: copies of the image before ---

void Checker::check_left(const Scope& scope, const AccountRow& row) {
    expect_kept(scope, row);
    check_still<NumberKeyRow>(number_key(row.number), row.id);
    check_still<AccountIndexRow>(children_of(row.parent), row.id);
}
// The account may have been moved: then it is listed there.
void Checker::check_left(const Scope& scope, const AccountIndexRow& row) {
    const AccountRow* source = account(row.id);
    if (!source || children_of(source->parent) == scope) expect_kept(scope, row);
    check_index_of(row.id);
}
void Checker::check_left(const Scope& scope, const FaceRow& row) {
    expect_kept(scope, row);
    rows_.each<AccountIndexRow>(children_of(row.id), [&](const AccountIndexRow& below) {
        check_still<FaceRow>(face_of(below.id), below.id);
    });
}
// Erased where the brand has no logo any more.
void Checker::check_left(const Scope&, const LogoRow& row) {
    if (const AccountRow* source = account(row.id)) check(account_scope(row.id), *source);
}
void Checker::check_left(const Scope& scope, const PersonRow& row) {
    expect_kept(scope, row);
    check_still<EmailKeyRow>(email_key(lower_email(row.email)), row.id);
}
void Checker::check_left(const Scope&, const GrantRow& row) {
    check_still<HeldGrantRow>(person_scope(row.person), row.id);
    check_index_of(row.account);
}
void Checker::check_left(const Scope&, const HeldGrantRow& row) {
    check_still<GrantRow>(people_of(row.account), row.id);
}
void Checker::check_left(const Scope& scope, const InvitationRow& row) {
    expect_kept(scope, row);
    check_reminder_left(row);
    check_still<DueRow>(due_key(utc_day(row.expires)), row.id);
}
void Checker::check_left(const Scope& scope, const FederationRow& row) {
    expect_kept(scope, row);
    check_index_of(row.owner);
    rows_.each<MembershipRow>(scope, [&](const MembershipRow& member) { check(scope, member); });
    rows_.each<FederationAdministratorRow>(
        scope, [&](const FederationAdministratorRow& administrator) { check(scope, administrator); });
    const Scope requests = federation_owner_scope(row.id);
    rows_.each<JoinRequestRow>(requests,
                               [&](const JoinRequestRow& request) { check(requests, request); });
}
void Checker::check_left(const Scope&, const TicketRow& row) {
    check_still<DueRow>(due_key(utc_day(row.expires)), row.id);
}
void Checker::check_left(const Scope& scope, const AccessCodeRow& row) {
    expect_kept(scope, row);
    check_still<DueRow>(due_key(utc_day(row.expires)), row.id);
}
void Checker::check_left(const Scope& scope, const JoinRequestRow& row) {
    expect_kept(scope, row);
    check_reminder_left(row);
    check_still<DueRow>(due_key(utc_day(row.expires)), row.id);
}
void Checker::check_left(const Scope&, const DueRow& row) {
    if (find<DueRow>(due_key(utc_day(row.at)), row.id)) return;
    const auto ends = ends_at(row);
    if (ends && *ends == row.at) expect(false, due_key(utc_day(row.at)), row, "was erased too early");
}

void Checker::check_left(const Scope& scope, const LimitRow& row) {
    expect_kept(scope, row);
    check_reminder_left(row);
    check_still<DueRow>(due_key(utc_day(row.until)), row.id);
}
void Checker::check_left(const Scope& scope, const TransferRow& row) {
    expect_kept(scope, row);
    check_still<DueRow>(due_key(utc_day(row.expires)), row.id);
}
void Checker::check_left(const Scope&, const HeldSeatRow& row) {
    check_still<FederationAdministratorRow>(federation_scope(row.federation), row.id);
}

}  // namespace parasol::invariants
