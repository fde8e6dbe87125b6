#include "domain/refusal.h"

#include <array>

namespace parasol {
namespace {

// In the order of Refusal.
constexpr std::array<std::string_view, refusal_count> names = {
    "not_found",
    "not_allowed",
    "needs_grant_above",
    "beyond_limit",
    "not_through_federation",
    "signed_out",
    "name_missing",
    "name_too_long",
    "text_has_control_characters",
    "text_too_long",
    "email_not_valid",
    "reference_taken",
    "number_not_valid",
    "number_taken",
    "changed_meanwhile",
    "id_taken",
    "expiry_not_valid",
    "uses_not_valid",
    "only_for_not_valid",
    "kind_not_allowed_here",
    "account_closed",
    "account_suspended",
    "already_suspended",
    "not_suspended",
    "root_account",
    "open_sub_accounts",
    "internal_use_stays",
    "move_below_itself",
    "another_partner",
    "import_empty",
    "import_too_large",
    "import_row",
    "encoding_not_valid",
    "column_missing",
    "column_unknown",
    "column_repeated",
    "kind_not_valid",
    "parent_unknown",
    "parent_ambiguous",
    "parent_cycle",
    "already_administrator",
    "already_invited",
    "invitation_not_for_you",
    "invitation_accepted",
    "invitation_revoked",
    "invitation_expired",
    "last_account_owner",
    "only_operator_and_partners_create",
    "already_in_federation",
    "request_pending",
    "code_not_valid",
    "code_entry_locked",
    "federation_dissolved",
    "own_federation",
    "outside_partner",
    "already_accepted",
    "request_rejected",
    "request_withdrawn",
    "request_expired",
    "preview_changed",
    "not_a_member",
    "owner_must_transfer_or_dissolve",
    "not_a_partner",
    "limit_end_not_valid",
    "owner_always_full",
    "already_federation_administrator",
    "transfer_offered",
    "transfer_accepted",
    "transfer_declined",
    "transfer_withdrawn",
    "transfer_expired",
    "name_does_not_match",
    "code_already_ended",
    "malformed",
    "sequence_reused",
    "not_stored",
    "not_a_base_account",
    "colour_not_valid",
    "logo_not_valid",
    "wrong_sign_in",
    "sign_in_slowed",
    "link_not_valid",
    "password_too_short",
    "password_too_long",
    "password_easy",
    "sequence_gap",
    "client_too_old",
    "client_too_new",
    "too_many",
    "second_factor_needed",
    "code_wrong",
    "confirmation_needed",
};
static_assert(!names.back().empty(), "every refusal has a name");

}  // namespace

std::string_view to_string(Refusal refusal) { return names[static_cast<std::size_t>(refusal)]; }

std::optional<Refusal> parse_refusal(std::string_view name) {
    for (std::size_t at = 0; at < names.size(); ++at) {
        if (names[at] == name) return static_cast<Refusal>(at);
    }
    return std::nullopt;
}

}  // namespace parasol
