// The names by which enumerators travel in messages: snake_case, one table for each enumeration, in its
// order. Names are part of the protocol and numbers are part of stored pages: append only.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "domain/commands.h"
#include "domain/refusal.h"
#include "domain/rows.h"
#include "wire/messages.h"

namespace parasol {

struct EnumTable {
    const std::string_view* names = nullptr;
    std::size_t count = 0;
};

// The argument only chooses the enumeration.
EnumTable enum_table(AccountKind);
EnumTable enum_table(AccountState);
EnumTable enum_table(Role);
EnumTable enum_table(InvitationState);
EnumTable enum_table(FederationState);
EnumTable enum_table(MembershipState);
EnumTable enum_table(EndReason);
EnumTable enum_table(CodeState);
EnumTable enum_table(RequestState);
EnumTable enum_table(TransferState);
EnumTable enum_table(Limit);
EnumTable enum_table(DueKind);
EnumTable enum_table(NoticeKind);
EnumTable enum_table(MailKind);
EnumTable enum_table(Via);
EnumTable enum_table(Refusal);
EnumTable enum_table(ScopeAnswer);

std::optional<std::size_t> find_name(EnumTable table, std::string_view name);

// "internal_use" of AccountKind::internal_use.
template <class Enum>
std::string_view enum_name(Enum value) {
    return enum_table(value).names[static_cast<std::size_t>(value)];
}

template <class Enum>
std::optional<Enum> parse_enum(std::string_view name) {
    const auto at = find_name(enum_table(Enum{}), name);
    return at ? std::optional<Enum>(static_cast<Enum>(*at)) : std::nullopt;
}

}  // namespace parasol
