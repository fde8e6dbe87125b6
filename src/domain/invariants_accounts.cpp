// Accounts, people and their copies.
#include <algorithm>
#include <utility>

#include "domain/brand.h"
#include "domain/commands.h"
#include "domain/erasure.h"
#include "domain/invariants_checker.h"
#include "domain/text_rules.h"

namespace parasol::invariants {
namespace {

bool allowed_below(AccountKind parent, AccountKind kind) {
    switch (parent) {
    case AccountKind::operator_:
        return kind == AccountKind::partner || kind == AccountKind::customer ||
               kind == AccountKind::internal_use;
    case AccountKind::partner:
    case AccountKind::reseller:
        return kind == AccountKind::reseller || kind == AccountKind::customer ||
               kind == AccountKind::internal_use;
    default: return false;
    }
}

}  // namespace

void Checker::check(const Scope& scope, const AccountRow& row) {
    expect(scope == account_scope(row.id), scope, row, "is in a scope that is not its own");
    expect(is_account_number(row.number), scope, row, "has no account number");
    const NumberKeyRow* key = find<NumberKeyRow>(number_key(row.number), row.id);
    expect(key != nullptr, scope, row, "its number has no key");
    expect(!check_name(row.name), scope, row, "has a name that is not one");
    expect(!row.parent.is_none() == (row.kind != AccountKind::operator_), scope, row,
           "is a root of another kind");
    check_place(scope, row);
    if (!row.parent.is_none()) {
        const auto* index = find<AccountIndexRow>(children_of(row.parent), row.id);
        expect(index && *index == expected_index(row), scope, row, "its index row differs");
    }
    const auto* standing = find<StandingRow>(standing_of(row.id), row.id);
    const auto* face = find<FaceRow>(face_of(row.id), row.id);
    expect(is_base(row.kind) == (standing != nullptr), scope, row, "has a standing or has none, wrongly");
    expect(is_base(row.kind) == (face != nullptr), scope, row, "has a face or has none, wrongly");
    const bool logo = find<LogoRow>(logo_of(row.id), row.id) != nullptr;
    expect(row.brand.logo == logo && (!logo || is_base(row.kind)), scope, row, "has a logo or has none, wrongly");
    expect(row.brand.colour.empty() || is_colour(row.brand.colour), scope, row, "has a colour that is none");
    if (standing) check(standing_of(row.id), *standing);
    if (face) check(face_of(row.id), *face);
    check_own(scope, row);
}

void Checker::check_place(const Scope& scope, const AccountRow& row) {
    AccountId at = row.parent;
    for (std::size_t steps = 0; !at.is_none(); ++steps) {
        const AccountRow* above = account(at);
        expect(above != nullptr, scope, row, "an account above it is not there");
        if (!above) return;
        if (steps == 0) {
            expect(allowed_below(above->kind, row.kind), scope, row, "is of a kind not allowed there");
            const bool closed = row.state == AccountState::closed;
            expect(closed || above->state != AccountState::closed, scope, row, "is open below a closed account");
        }
        if (at == row.id || steps > rows_.scopes().size()) {
            expect(false, scope, row, "is above itself");
            return;
        }
        at = above->parent;
    }
}

AccountIndexRow Checker::expected_index(const AccountRow& row) {
    AccountIndexRow index;
    index.id = row.id;
    index.parent = row.parent;
    index.kind = row.kind;
    index.state = row.state;
    index.name = row.name;
    index.number = row.number;
    index.third_party_reference = row.third_party_reference;
    index.signed_up = row.signed_up;
    rows_.each<GrantRow>(people_of(row.id), [&](const GrantRow&) { ++index.administrators; });
    // The account's own copies are compared with their sources elsewhere, so they may be asked.
    rows_.each<OwnMembershipRow>(account_scope(row.id), [&](const OwnMembershipRow& own) {
        if (own.state == MembershipState::active) index.federation = own.federation;
        if (own.owner) index.open_requests += pending_in(own.federation);
    });
    return index;
}
std::int64_t Checker::pending_in(FederationId id) const {
    std::int64_t pending = 0;
    rows_.each<JoinRequestRow>(federation_owner_scope(id), [&](const JoinRequestRow& request) {
        pending += request.state == RequestState::pending ? 1 : 0;
    });
    return pending;
}
void Checker::check_index_of(AccountId id) {
    const AccountRow* row = account(id);
    if (row && !row->parent.is_none()) check(account_scope(id), *row);
}

// One active membership; open requests that do not overlap in time, because an expired one may still be
// written as pending until the next tick.
void Checker::check_own(const Scope& scope, const AccountRow& row) {
    int active = 0;
    rows_.each<OwnMembershipRow>(scope, [&](const OwnMembershipRow& own) {
        active += own.state == MembershipState::active ? 1 : 0;
    });
    expect(active <= 1, scope, row, "has several active memberships");
    std::vector<std::pair<Instant, Instant>> open;
    rows_.each<OwnRequestRow>(scope, [&](const OwnRequestRow& own) {
        if (own.state == RequestState::pending) open.emplace_back(own.asked, own.expires);
    });
    std::sort(open.begin(), open.end());
    for (std::size_t at = 1; at < open.size(); ++at) {
        expect(open[at - 1].second <= open[at].first, scope, row, "has several open requests at once");
    }
    if (row.state == AccountState::closed) check_closed(scope, row, active == 0 && open.empty());
}

// Nothing goes on in a closed account, or below it.
void Checker::check_closed(const Scope& scope, const AccountRow& row, bool ended) {
    expect(ended, scope, row, "is closed, and a membership or a request has not ended");
    bool open = false;
    rows_.each<InvitationRow>(people_of(row.id), [&](const InvitationRow& invitation) {
        open = open || invitation.state == InvitationState::pending;
    });
    expect(!open, scope, row, "is closed, and invites");
    open = false;
    rows_.each<AccountIndexRow>(children_of(row.id), [&](const AccountIndexRow& below) {
        open = open || below.state != AccountState::closed;
    });
    expect(!open, scope, row, "is closed, and an account below it is not");
}

void Checker::check(const Scope& scope, const AccountIndexRow& row) {
    const AccountRow* source = account(row.id);
    expect(source && children_of(source->parent) == scope && row == expected_index(*source), scope, row,
           "differs from its account");
}
void Checker::check(const Scope& scope, const StandingRow& row) {
    const AccountRow* source = account(row.id);
    expect(source && is_base(source->kind) && scope == standing_of(row.id) &&
               row == StandingRow{source->id, source->parent, source->kind, source->state,
                                  source->may_federate_outside},
           scope, row, "differs from its account");
}
void Checker::check(const Scope& scope, const FaceRow& row) {
    const AccountRow* source = account(row.id);
    expect(source && is_base(source->kind) && scope == face_of(row.id) && row == expected_face(*source), scope, row,
           "differs from its account, or from what it inherits");
}
FaceRow Checker::expected_face(const AccountRow& row) const {
    FaceRow face{row.id, row.name, row.brand.name, row.brand.colour, row.brand.logo ? row.id : AccountId()};
    const FaceRow* above = row.parent.is_none() ? nullptr : find<FaceRow>(face_of(row.parent), row.parent);
    if (!above) return face;
    if (face.brand_name.empty()) face.brand_name = above->brand_name;
    if (face.brand_colour.empty()) face.brand_colour = above->brand_colour;
    if (face.logo_of.is_none()) face.logo_of = above->logo_of;
    return face;
}
void Checker::check(const Scope& scope, const LogoRow& row) {
    const AccountRow* source = account(row.id);
    expect(source && source->brand.logo && scope == logo_of(row.id) && is_logo(row.png), scope, row,
           "is no logo of its account");
}
void Checker::check(const Scope& scope, const NumberKeyRow& row) {
    const AccountRow* source = account(AccountId(row.id));
    expect(source && scope == number_key(source->number), scope, row, "is no account's number");
    expect(rows_.scope(scope)->count<NumberKeyRow>() == 1, scope, row,
           "several accounts have the number");
}

// --- People ---

void Checker::check(const Scope& scope, const PersonRow& row) {
    expect(scope == person_scope(row.id), scope, row, "is in a scope that is not its own");
    expect(find<EmailKeyRow>(email_key(lower_email(row.email)), row.id) != nullptr, scope, row,
           "its address has no key");
}
void Checker::check(const Scope& scope, const EmailKeyRow& row) {
    const auto* person = find<PersonRow>(person_scope(PersonId(row.id)), row.id);
    expect(person && scope == email_key(lower_email(person->email)), scope, row, "is nobody's address");
    expect(rows_.scope(scope)->count<EmailKeyRow>() == 1, scope, row, "several persons have the address");
}
void Checker::check(const Scope& scope, const GrantRow& row) {
    expect(scope == people_of(row.account), scope, row, "is in a scope that is not its account's");
    const AccountRow* on = account(row.account);
    expect(on != nullptr, scope, row, "its account is not there");
    expect(find<PersonRow>(person_scope(row.person), row.person) != nullptr, scope, row,
           "its person is not there");
    const auto* held = find<HeldGrantRow>(person_scope(row.person), row.id);
    if (!row.through.is_none()) {
        expect(is_member(row.account, row.through), scope, row, "outlives the membership it was given through");
        expect(row.role != Role::account_owner, scope, row, "was given through a federation, and is the owner's");
    }
    expect(on && held && *held == HeldGrantRow{row.id, row.account, on->kind, row.role}, scope, row,
           "the person's copy differs");
}
void Checker::check(const Scope& scope, const HeldGrantRow& row) {
    const auto* grant = find<GrantRow>(people_of(row.account), row.id);
    expect(grant && scope == person_scope(grant->person) && grant->role == row.role, scope, row,
           "differs from its grant");
}
void Checker::check(const Scope& scope, const InvitationRow& row) {
    expect(scope == people_of(row.account), scope, row, "is in a scope that is not its account's");
    expect(row.email == lower_email(row.email) && is_email(row.email), scope, row,
           "its address is not one");
    const auto* received = find<ReceivedInvitationRow>(invited_scope(row.email), row.id);
    expect(received && *received == expected_received(row), scope, row,
           "the invited person's copy differs");
    const bool open = row.state == InvitationState::pending;
    if (open && !row.through.is_none()) {
        expect(is_member(row.account, row.through), scope, row, "outlives the membership it was given through");
    }
    check_due(scope, row, DueKind::invitation, row.account,
              row.state == InvitationState::pending ? &row.expires : nullptr);
    check_reminder(scope, row, DueKind::remind_invitation, row.account);
}
ReceivedInvitationRow Checker::expected_received(const InvitationRow& row) {
    return {row.id,    row.account, row.account_name, row.account_kind,   row.role,
            row.state, row.invited, row.expires,      row.invited_by_name};
}
void Checker::check(const Scope& scope, const ReceivedInvitationRow& row) {
    const auto* source = find<InvitationRow>(people_of(row.account), row.id);
    expect(source && scope == invited_scope(source->email) && row == expected_received(*source), scope,
           row, "differs from its invitation");
}

void Checker::check(const Scope& scope, const ActivityRow& row) {
    const bool personal = scope.kind == ScopeKind::person;
    expect(personal || scope == activity_scope(row.account, utc_month(row.time)), scope, row,
           "is of another account or month");
    expect(personal || account(row.account), scope, row, "its account is not there");
    expect(row.command >= 0 && row.command < static_cast<std::int64_t>(command_count), scope, row,
           "is of no command");
    const bool begins = row.command == command_number<RegisterPerson> && !row.refusal;
    expect(!personal || row.refusal || begins, scope, row, "was done, and is for its person alone");
    const bool own = begins || (row.command == command_number<EndDue> && !row.refusal);
    expect(row.person_name.empty() == own, scope, row, "does not say who it was");
    expect(personal || own || !row.home_name.empty(), scope, row, "does not say from where");
    expect(row.through_name.empty() == (personal || row.via != Via::federation), scope, row,
           "says a federation or none, wrongly");
}

void Checker::check(const Scope& scope, const NoticeRow& row) {
    expect(scope.kind == ScopeKind::inbox && find<PersonRow>(person_scope(PersonId(scope.id)), scope.id), scope, row,
           "is nobody's");
    expect(row.account.is_none() || account(row.account), scope, row, "its account is not there");
}
void Checker::check(const Scope& scope, const NoticePreferencesRow& row) {
    expect(scope == inbox_of(row.id), scope, row, "is in a scope that is not its person's");
    expect(row.muted >= 0 && row.muted < (1 << notice_topic_count), scope, row, "mutes what is not there");
    const std::int64_t mailed = row.mailed.value_or(0);
    expect(mailed >= 0 && mailed < (1 << notice_topic_count), scope, row, "mails what is not there");
}

void Checker::check_left(const Scope& scope, const ActivityRow& row) {
    const auto* still = find<ActivityRow>(scope, row.id);
    ActivityRow kept = row;
    // Who is erased is called something else from then on.
    for (auto name : {&ActivityRow::person_name, &ActivityRow::subject}) {
        if (still && is_pseudonym(still->*name)) kept.*name = still->*name;
    }
    expect(still && *still == kept, scope, row, "was written once and has changed");
}

}  // namespace parasol::invariants
