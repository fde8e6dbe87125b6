// What a person is told of by itself. Part of rows.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/ids.h"

namespace parasol {

// The number is stored: append only.
enum class NoticeKind : std::uint8_t {
    request_received,     // an account asks to join
    request_accepted,
    request_rejected,
    request_withdrawn,
    request_expired,
    request_expiring,
    member_left,          // to the federation's side
    membership_ended,     // to the member's side; detail: the EndReason
    limit_changed,        // detail: the Limit; until: its end
    limit_expiring,
    invitation_accepted,
    invitation_expired,
    invitation_expiring,
    transfer_offered,
    transfer_decided,     // detail: the TransferState
    seat_given,           // the person administers the federation from now on
    seat_ended,
};
inline constexpr int notice_kind_count = static_cast<int>(NoticeKind::seat_ended) + 1;

// What a person may do without being told of. The number is a bit of NoticePreferencesRow: append only.
enum class NoticeTopic : std::uint8_t { requests, decisions, expiry, members, limits, invitations, transfers };
inline constexpr int notice_topic_count = static_cast<int>(NoticeTopic::transfers) + 1;

// Written by the authority alone (notices.h), in the commit of what it tells of; the person may mark it as read.
// Lives in inbox:<person>. Names are as they were.
struct NoticeRow {
    NoticeId id;
    NoticeKind kind = NoticeKind::request_received;
    Instant time = 0;
    AccountId account;         // where to look at it; none where the person may not any more
    std::string account_name;
    std::string other_name;    // who it is about: an account, an address
    std::string federation_name;
    std::int64_t detail = 0;   // see NoticeKind
    Instant until = 0;         // when it ends by itself; 0 = it does not
    bool read = false;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("kind", self.kind);
        visit("time", self.time);
        visit("account", self.account);
        visit("account_name", self.account_name);
        visit("other_name", self.other_name);
        visit("federation_name", self.federation_name);
        visit("detail", self.detail);
        visit("until", self.until);
        visit("read", self.read);
    }
    friend bool operator==(const NoticeRow&, const NoticeRow&) = default;
};

// Of what a person is told by e-mail who has not said otherwise: what asks for a decision.
inline constexpr std::int64_t mailed_by_default =
    1 << static_cast<int>(NoticeTopic::requests) | 1 << static_cast<int>(NoticeTopic::transfers);

// Source. Lives in inbox:<person>, with the person's id. Without one, nothing is muted.
struct NoticePreferencesRow {
    PersonId id;
    std::int64_t muted = 0;  // a bit for each NoticeTopic, the first the lowest
    std::optional<std::int64_t> mailed;  // the same, for what also comes by e-mail; absent: mailed_by_default

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("muted", self.muted);
        visit("mailed", self.mailed);
    }
    friend bool operator==(const NoticePreferencesRow&, const NoticePreferencesRow&) = default;
};

}  // namespace parasol
