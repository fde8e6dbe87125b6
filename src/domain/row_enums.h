// What a row's field may be, where that is one of a few. Part of rows.h.
#pragma once

#include <cstdint>

namespace parasol {

// What an account is; never changes (PRODUCT 4). A base account is an operator, partner or reseller.
enum class AccountKind : std::uint8_t { operator_, partner, reseller, customer, internal_use };
enum class AccountState : std::uint8_t { active, suspended, closed };
enum class Role : std::uint8_t { account_owner, billing_administrator, service_administrator, viewer };
enum class InvitationState : std::uint8_t { pending, accepted, revoked, expired };
enum class FederationState : std::uint8_t { active, dissolved };
enum class MembershipState : std::uint8_t { active, left, removed };
enum class EndReason : std::uint8_t { none, left, removed, dissolved };
enum class CodeState : std::uint8_t { live, revoked, expired };  // "used up" follows from uses_taken
enum class RequestState : std::uint8_t { pending, accepted, rejected, withdrawn, expired };
enum class TransferState : std::uint8_t { offered, accepted, declined, withdrawn, expired };
// What a federation's administrators may do in a member's account, the widest first (PRODUCT 3).
enum class Limit : std::uint8_t { full, without_billing, services_only, paused };
// How a person reaches an account: by a grant on it, by a grant above it, or through a federation.
enum class Via : std::uint8_t { own, parent, federation };

inline bool is_base(AccountKind kind) {
    return kind == AccountKind::operator_ || kind == AccountKind::partner || kind == AccountKind::reseller;
}

}  // namespace parasol
