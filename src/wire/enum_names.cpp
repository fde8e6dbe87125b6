#include "wire/enum_names.h"

#include <array>

namespace parasol {
namespace {

using Name = std::string_view;

constexpr std::array<Name, 5> account_kinds = {"operator", "partner", "reseller", "customer", "internal_use"};
constexpr std::array<Name, 3> account_states = {"active", "suspended", "closed"};
constexpr std::array<Name, 4> roles = {"account_owner", "billing_administrator", "service_administrator",
                                       "viewer"};
constexpr std::array<Name, 4> invitation_states = {"pending", "accepted", "revoked", "expired"};
constexpr std::array<Name, 2> federation_states = {"active", "dissolved"};
constexpr std::array<Name, 3> membership_states = {"active", "left", "removed"};
constexpr std::array<Name, 4> end_reasons = {"none", "left", "removed", "dissolved"};
constexpr std::array<Name, 3> code_states = {"live", "revoked", "expired"};
constexpr std::array<Name, 5> request_states = {"pending", "accepted", "rejected", "withdrawn", "expired"};
constexpr std::array<Name, 5> transfer_states = {"offered", "accepted", "declined", "withdrawn", "expired"};
constexpr std::array<Name, 4> limits = {"full", "without_billing", "services_only", "paused"};
constexpr std::array<Name, 9> due_kinds = {"join_request", "invitation", "access_code", "ticket", "transfer", "limit",
                                           "remind_request", "remind_invitation", "remind_limit"};
constexpr std::array<Name, notice_kind_count> notice_kinds = {
    "request_received", "request_accepted",    "request_rejected",   "request_withdrawn",   "request_expired",
    "request_expiring", "member_left",         "membership_ended",   "limit_changed",       "limit_expiring",
    "invitation_accepted", "invitation_expired", "invitation_expiring", "transfer_offered", "transfer_decided",
    "seat_given",       "seat_ended"};
constexpr std::array<Name, mail_kind_count> mail_kinds = {
    "invitation",        "password_reset",      "password_changed", "second_factor_on",
    "second_factor_off", "recovery_codes_made", "notices"};
constexpr std::array<Name, 3> vias = {"own", "parent", "federation"};
constexpr std::array<Name, 3> scope_answers = {"changes", "whole", "gone"};

// A table ends with the last enumerator: one that is added must be named.
template <class Enum, std::size_t N>
constexpr bool whole(const std::array<Name, N>&, Enum last) {
    return static_cast<std::size_t>(last) + 1 == N;
}
static_assert(whole(account_kinds, AccountKind::internal_use));
static_assert(whole(account_states, AccountState::closed));
static_assert(whole(roles, Role::viewer));
static_assert(whole(invitation_states, InvitationState::expired));
static_assert(whole(federation_states, FederationState::dissolved));
static_assert(whole(membership_states, MembershipState::removed));
static_assert(whole(end_reasons, EndReason::dissolved));
static_assert(whole(code_states, CodeState::expired));
static_assert(whole(request_states, RequestState::expired));
static_assert(whole(transfer_states, TransferState::expired));
static_assert(whole(limits, Limit::paused));
static_assert(whole(due_kinds, DueKind::remind_limit));
static_assert(whole(vias, Via::federation));
static_assert(whole(scope_answers, ScopeAnswer::gone));

template <std::size_t N>
EnumTable table(const std::array<Name, N>& names) {
    return {names.data(), N};
}

}  // namespace

EnumTable enum_table(AccountKind) { return table(account_kinds); }
EnumTable enum_table(AccountState) { return table(account_states); }
EnumTable enum_table(Role) { return table(roles); }
EnumTable enum_table(InvitationState) { return table(invitation_states); }
EnumTable enum_table(FederationState) { return table(federation_states); }
EnumTable enum_table(MembershipState) { return table(membership_states); }
EnumTable enum_table(EndReason) { return table(end_reasons); }
EnumTable enum_table(CodeState) { return table(code_states); }
EnumTable enum_table(RequestState) { return table(request_states); }
EnumTable enum_table(TransferState) { return table(transfer_states); }
EnumTable enum_table(Limit) { return table(limits); }
EnumTable enum_table(DueKind) { return table(due_kinds); }
EnumTable enum_table(NoticeKind) { return table(notice_kinds); }
EnumTable enum_table(MailKind) { return table(mail_kinds); }
EnumTable enum_table(Via) { return table(vias); }
EnumTable enum_table(ScopeAnswer) { return table(scope_answers); }

EnumTable enum_table(Refusal) {
    static const auto names = [] {
        std::array<Name, refusal_count> all;
        for (std::size_t at = 0; at < all.size(); ++at) all[at] = to_string(static_cast<Refusal>(at));
        return all;
    }();
    return table(names);
}

std::optional<std::size_t> find_name(EnumTable table, std::string_view name) {
    for (std::size_t at = 0; at < table.count; ++at) {
        if (table.names[at] == name) return at;
    }
    return std::nullopt;
}

}  // namespace parasol
