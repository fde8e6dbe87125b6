// Every sentence of the domain that a person reads, in British English, in one place: a table that can be
// translated.
//
// Labels of one screen stand in that screen; what several screens say, and whatever names a thing of the
// domain (kinds, roles, states, refusals, commands, dates, counts), stands here.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/gist.h"
#include "domain/ids.h"
#include "domain/permissions.h"
#include "domain/refusal.h"
#include "domain/rows.h"
#include "ui/theme.h"

namespace parasol::words {

// --- Refusals ---

// What happened and what to do, as one or two whole sentences. Never empty.
std::string_view of(Refusal refusal);
// The same for a field's error: empty where there is none.
inline std::string_view of(const std::optional<Refusal>& refusal) {
    return refusal ? of(*refusal) : std::string_view{};
}
// What the command was, as a title: "Add account", "Join a federation".
std::string_view command_title(std::int64_t command);
inline std::string_view command_title(const Command& command) {
    return command_title(static_cast<std::int64_t>(command.index()));
}
// The same with what it was about: "Add account Acme Ltd", "Invite ann@example.com as viewer".
std::string describe(const Gist& gist);
inline std::string describe(const Command& command) { return describe(gist_of(command)); }
// One bad row of an import: "Row 12, column name: Give it a name. (Acme)".
std::string describe(const ImportProblem& problem);

// What a person is told, as one whole sentence.
std::string describe(const NoticeRow& notice);
struct TopicWords {
    std::string_view title;
    std::string_view help;
};
const TopicWords& topic(NoticeTopic which);

// Where a server does not answer.
inline constexpr std::string_view unreachable =
    "The server cannot be reached just now. Check your connection and try again.";

// --- Things and states ---

std::string_view kind(AccountKind kind);       // "Customer"
std::string_view kinds(AccountKind kind);      // "Customers"
std::string_view kind_help(AccountKind kind);  // what that is, for forms
// The account owner of a customer account is called its customer administrator.
std::string_view role(Role role, AccountKind kind);
std::string_view role_help(Role role);  // what it may do, for forms
std::string_view via(Via via);

std::string_view state(AccountState state, bool suspended_above = false);
std::string_view state(InvitationState state);
std::string_view state(FederationState state);
std::string_view state(MembershipState state);
std::string_view state(CodeState state);  // "used up" is code_state's
std::string_view state(RequestState state);
std::string_view state(TransferState state);
// What a member lets the administrators of its federation do, and what that means.
std::string_view limit(Limit limit);
std::string_view limit_help(Limit limit);
// Of the code that a federation is made with, which nobody names, "First code".
std::string_view code_label(std::string_view given);
// Live, expired, revoked or used up, as it is now.
std::string_view code_state(const AccessCodeRow& code, Instant now);
std::string_view reason(EndReason reason);  // "Left", "Removed by the owner", "The federation was dissolved"

ui::Tone tone(AccountState state, bool suspended_above = false);
ui::Tone tone(InvitationState state);
ui::Tone tone(FederationState state);
ui::Tone tone(MembershipState state);
ui::Tone tone(RequestState state);
ui::Tone tone(TransferState state);
ui::Tone code_tone(const AccessCodeRow& code, Instant now);

inline constexpr std::string_view not_provided = "Not Provided";
inline constexpr std::string_view assigned_later = "assigned when synchronised";
inline constexpr std::string_view direct = "Direct";
// The number, or "assigned when synchronised".
std::string_view account_number(std::string_view number);
std::string_view yes_no(bool yes);

// --- Dates and numbers ---

// How far the reader's time zone is ahead of UTC at an instant, in milliseconds. UTC until it is set.
void use_zone(Duration (*offset_at)(Instant utc));
std::string date(Instant at);       // "22 Nov 2026"
std::string month(std::string_view utc_month);  // of "2026-10": "October 2026"
std::string date_time(Instant at);  // "22 Nov 2026, 04:30"
// What a reader types of a moment: a day as "2026-11-22", "22/11/2026" or "22 Nov 2026", and a time as "14:30" (empty:
// the end of the day), in the reader's time zone. nullopt where it is none of these.
std::optional<Instant> read_date_time(std::string_view day, std::string_view time);
// "just now", "5 minutes ago", "in 12 days", "yesterday"; beyond 45 days the date.
std::string relative(Instant at, Instant now);
// "in 12 days (4 Dec 2026)"
std::string relative_with_date(Instant at, Instant now);
std::string number(long long value);  // "1,234,567"
// "Members (12)"
std::string counted(std::string_view what, std::size_t count);
// "1 account", "1,234 accounts"
std::string count(long long value, std::string_view one, std::string_view many);
std::string bytes(unsigned long long value);  // "4.2 MB"
// All of it one after the other, in one call: `+` makes many, and the page is small.
std::string said(std::initializer_list<std::string_view> parts);
// "Ann, Bob and 3 more"
std::string list_of(std::span<const std::string> names, std::size_t most = 3);

// --- Help ---

// One line of the table of roles; what each role may is domain's `permits`.
struct PermissionWords {
    Permission permission;
    std::string_view words;
};
std::span<const PermissionWords> permissions();

// "Words used here".
struct Term {
    std::string_view word;
    std::string_view also;  // other names in use, separated by ", "; may be empty
    std::string_view meaning;
};
std::span<const Term> glossary();

}  // namespace parasol::words
