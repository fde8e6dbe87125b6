// Identities. Every row is named by a UUIDv7 made by the client that first wrote it (so an id exists before
// any authority has seen it) and ids of different things never mix: each has a type of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace parasol {

// Instants are UTC milliseconds since 1970-01-01T00:00:00Z.
using Instant = std::int64_t;
using Duration = std::int64_t;  // milliseconds

inline constexpr Duration one_second = 1000;
inline constexpr Duration one_hour = 3600 * one_second;
inline constexpr Duration one_day = 24 * one_hour;

// 128 bits of UUID; all zero means "none".
struct Id {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    constexpr bool is_none() const { return high == 0 && low == 0; }
    friend constexpr bool operator==(const Id& a, const Id& b) { return a.high == b.high && a.low == b.low; }
    friend constexpr bool operator!=(const Id& a, const Id& b) { return !(a == b); }
    friend constexpr bool operator<(const Id& a, const Id& b) {
        return a.high != b.high ? a.high < b.high : a.low < b.low;
    }
};

template <class Tag>
struct TypedId : Id {
    constexpr TypedId() = default;
    constexpr explicit TypedId(Id id) : Id(id) {}
};

using AccountId = TypedId<struct AccountTag>;
using PersonId = TypedId<struct PersonTag>;
using GrantId = TypedId<struct GrantTag>;
using InvitationId = TypedId<struct InvitationTag>;
using FederationId = TypedId<struct FederationTag>;
using MembershipId = TypedId<struct MembershipTag>;
using AccessCodeId = TypedId<struct AccessCodeTag>;
using JoinRequestId = TypedId<struct JoinRequestTag>;
using FederationAdministratorId = TypedId<struct FederationAdministratorTag>;
using TransferId = TypedId<struct TransferTag>;
using ActivityId = TypedId<struct ActivityTag>;
using NoticeId = TypedId<struct NoticeTag>;
using TicketId = TypedId<struct TicketTag>;    // proof that a person typed a valid access code
using SessionId = TypedId<struct SessionTag>;  // one sign-in
using LinkId = TypedId<struct LinkTag>;
using MailId = TypedId<struct MailTag>;
using ClientId = TypedId<struct ClientTag>;    // one tab's life

// A UUIDv7 (RFC 9562 section 5.7) of `now` and 74 bits of `random` (the rest of the 128 given is ignored).
Id make_uuid7(Instant now, std::uint64_t random_high, std::uint64_t random_low);

inline constexpr std::size_t id_text_length = 36;
// Lower case, 8-4-4-4-12. parse_id refuses every other form.
std::string to_string(const Id& id);
std::optional<Id> parse_id(std::string_view text);

template <class Typed>
std::optional<Typed> parse_id_as(std::string_view text) {
    const auto id = parse_id(text);
    return id ? std::optional<Typed>(Typed(*id)) : std::nullopt;
}

struct IdHash {
    std::size_t operator()(const Id& id) const {
        // The low half of a UUIDv7 is random; the high half is mostly time.
        return static_cast<std::size_t>(id.low ^ (id.high * 0x9E3779B97F4A7C15ULL));
    }
};

}  // namespace parasol
