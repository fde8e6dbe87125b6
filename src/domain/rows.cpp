#include "domain/rows.h"

#include <array>

namespace parasol {
namespace {

// In the order of `Row`. These names are part of the protocol and of stored data: append only.
constexpr std::array<std::string_view, row_type_count> names = {
    "account",     "account_index", "standing",    "face",           "person",        "grant",
    "held_grant",  "invitation",    "received_invitation", "federation", "membership", "own_membership",
    "access_code", "join_request",  "own_request", "number_key",     "email_key",     "code_key",
    "sealed_code", "ticket",        "tries",       "session",        "due",           "limit",
    "member_limit", "federation_administrator", "held_seat", "transfer", "own_transfer",
    "activity",    "notice",        "notice_preferences", "logo", "password", "link", "link_of",
    "session_use", "second_factor", "mail", "erasure"};

}  // namespace

std::string_view row_type_name(std::size_t type) { return names[type]; }

std::optional<std::size_t> parse_row_type(std::string_view name) {
    for (std::size_t type = 0; type < names.size(); ++type) {
        if (names[type] == name) return type;
    }
    return std::nullopt;
}

}  // namespace parasol
