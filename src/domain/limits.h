// Durations and numbers that the product fixes (PRODUCT 3 and 4).
#pragma once

#include "domain/ids.h"

namespace parasol {

inline constexpr Duration join_request_life = 30 * one_day;
inline constexpr Duration transfer_life = 30 * one_day;
inline constexpr Duration longest_limit_life = 3660 * one_day;  // from when it is set to its end date
inline constexpr Duration access_code_life = 30 * one_day;
inline constexpr Duration longest_access_code_life = 366 * one_day;
inline constexpr Duration invitation_life = 14 * one_day;
// How long before the end of a request, an invitation or a limit those whom it concerns are reminded of it.
inline constexpr Duration reminder_lead = 3 * one_day;
inline constexpr std::size_t most_notices = 200;  // of a person; the oldest go first
inline constexpr Duration ticket_life = one_day;
inline constexpr std::int64_t first_code_uses = 10;
inline constexpr std::int64_t most_code_uses = 10000;
inline constexpr std::size_t wrong_codes_until_locked = 5;  // different ones, within code_lock_window
inline constexpr Duration code_lock_window = one_hour;
inline constexpr Duration session_life = 30 * one_day;  // in the demo
// How long the password counts as typed just now (needs_confirmation, domain/commands.h).
inline constexpr Duration confirmation_life = 600 * one_second;
inline constexpr Duration reset_link_life = one_hour;
inline constexpr Duration second_factor_begun_life = one_hour;
inline constexpr std::size_t recovery_code_count = 10;
// A replica opens offline for this long after its last pull.
inline constexpr Duration offline_life = 7 * one_day;
inline constexpr std::size_t most_import_problems = 200;

}  // namespace parasol
