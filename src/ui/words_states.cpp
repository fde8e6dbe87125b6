// What things and their states are called.

#include <utility>
#include <vector>

#include "ui/words.h"

namespace parasol::words {

std::string_view kind(AccountKind which) {
    static constexpr std::string_view names[] = {"Operator", "Partner", "Reseller", "Customer",
                                                 "Internal use"};
    return names[static_cast<std::size_t>(which)];
}

std::string_view kinds(AccountKind which) {
    static constexpr std::string_view names[] = {"Operators", "Partners", "Resellers", "Customers",
                                                 "Internal use accounts"};
    return names[static_cast<std::size_t>(which)];
}

std::string_view kind_help(AccountKind which) {
    static constexpr std::string_view helps[] = {
        "Runs the platform.",
        "Contracts with the operator and sells to customers and resellers.",
        "Sells to customers of its own, and buys from the account above.",
        "A company that uses the services.",
        "For the own staff of the account above.",
    };
    return helps[static_cast<std::size_t>(which)];
}

std::string_view role(Role which, AccountKind on) {
    static constexpr std::string_view names[] = {"Account owner", "Billing administrator",
                                                 "Service administrator", "Viewer"};
    if (which == Role::account_owner && on == AccountKind::customer) {
        return "Customer administrator";
    }
    return names[static_cast<std::size_t>(which)];
}

std::string_view role_help(Role which) {
    static constexpr std::string_view helps[] = {
        "May do everything here and below: accounts, administrators, federations, services and money.",
        "Sees everything here and below, and looks after offers, prices, orders and invoices.",
        "Looks after services, users and extensions. Sees no prices and no invoices.",
        "Sees accounts, services and users. Changes nothing and sees no prices.",
    };
    return helps[static_cast<std::size_t>(which)];
}

std::string_view via(Via which) {
    static constexpr std::string_view names[] = {"Own account", "From the account above",
                                                 "Through the federation"};
    return names[static_cast<std::size_t>(which)];
}

std::string_view state(AccountState which, bool suspended_above) {
    if (which == AccountState::active && suspended_above) {
        return "Suspended from above";
    }
    static constexpr std::string_view names[] = {"Active", "Suspended", "Closed"};
    return names[static_cast<std::size_t>(which)];
}

std::string_view state(InvitationState which) {
    static constexpr std::string_view names[] = {"Pending", "Accepted", "Revoked", "Expired"};
    return names[static_cast<std::size_t>(which)];
}

std::string_view state(FederationState which) {
    return which == FederationState::active ? "Active" : "Dissolved";
}

std::string_view state(MembershipState which) {
    static constexpr std::string_view names[] = {"Active", "Left", "Removed"};
    return names[static_cast<std::size_t>(which)];
}

std::string_view state(CodeState which) {
    static constexpr std::string_view names[] = {"Live", "Revoked", "Expired"};
    return names[static_cast<std::size_t>(which)];
}

std::string_view state(TransferState which) {
    static constexpr std::string_view names[] = {"Offered", "Accepted", "Declined", "Withdrawn", "Expired"};
    return names[static_cast<std::size_t>(which)];
}

std::string_view limit(Limit which) {
    static constexpr std::string_view names[] = {"Full", "Without billing", "Services only", "Paused"};
    return names[static_cast<std::size_t>(which)];
}

std::string_view limit_help(Limit which) {
    static constexpr std::string_view helps[] = {
        "They may do here what an account owner may, except what only your own side decides.",
        "What an account owner may, but they see and change no prices, subscriptions, orders or invoices.",
        "They look after services, users and extensions, and change nothing else.",
        "They see and change nothing here.",
    };
    return helps[static_cast<std::size_t>(which)];
}

std::string_view state(RequestState which) {
    static constexpr std::string_view names[] = {"Pending", "Accepted", "Rejected", "Withdrawn", "Expired"};
    return names[static_cast<std::size_t>(which)];
}

namespace {

bool is_expired(const AccessCodeRow& code, Instant now) {
    return code.state == CodeState::expired || (code.state == CodeState::live && code.expires <= now);
}
bool is_used_up(const AccessCodeRow& code) { return code.uses_taken >= code.uses_allowed; }

}  // namespace

std::string_view code_label(std::string_view given) { return given.empty() ? "First code" : given; }

std::string_view code_state(const AccessCodeRow& code, Instant now) {
    if (is_expired(code, now)) {
        return "Expired";
    }
    return code.state == CodeState::live && is_used_up(code) ? "Used up" : state(code.state);
}

ui::Tone code_tone(const AccessCodeRow& code, Instant now) {
    const bool live = code.state == CodeState::live && !is_expired(code, now) && !is_used_up(code);
    return live ? ui::Tone::success : ui::Tone::neutral;
}

std::string_view reason(EndReason which) {
    static constexpr std::string_view names[] = {"", "Left", "Removed by the owner",
                                                 "The federation was dissolved"};
    return names[static_cast<std::size_t>(which)];
}

ui::Tone tone(AccountState which, bool suspended_above) {
    return which == AccountState::closed                         ? ui::Tone::neutral
           : which == AccountState::suspended || suspended_above ? ui::Tone::warning
                                                                 : ui::Tone::success;
}

ui::Tone tone(InvitationState which) {
    return which == InvitationState::pending    ? ui::Tone::info
           : which == InvitationState::accepted ? ui::Tone::success
                                                : ui::Tone::neutral;
}

ui::Tone tone(FederationState which) {
    return which == FederationState::active ? ui::Tone::success : ui::Tone::neutral;
}

ui::Tone tone(MembershipState which) {
    return which == MembershipState::active ? ui::Tone::success : ui::Tone::neutral;
}

ui::Tone tone(RequestState which) {
    return which == RequestState::pending    ? ui::Tone::info
           : which == RequestState::accepted ? ui::Tone::success
           : which == RequestState::rejected ? ui::Tone::danger
                                             : ui::Tone::neutral;
}

ui::Tone tone(TransferState which) {
    return which == TransferState::offered    ? ui::Tone::info
           : which == TransferState::accepted ? ui::Tone::success
           : which == TransferState::declined ? ui::Tone::danger
                                              : ui::Tone::neutral;
}

std::string_view account_number(std::string_view given) { return given.empty() ? assigned_later : given; }
std::string_view yes_no(bool yes) { return yes ? "Yes" : "No"; }

// --- Commands ---

namespace {

std::string with(std::string_view title, std::string_view what) {
    std::string words(title);
    if (!what.empty()) {
        words += ' ';
        words += what;
    }
    return words;
}

}  // namespace

std::string_view command_title(std::int64_t command) {
    static constexpr std::string_view titles[] = {
        "Add account",          "Edit account",
        "Suspend account",      "Resume account",
        "Import accounts",      "Invite administrator",
        "Accept invitation",    "Revoke invitation",
        "Remove administrator", "Create federation",
        "Issue access code",    "Revoke access code",
        "Join a federation",    "Withdraw the request to join",
        "Accept member",        "Reject request",
        "Remove member",        "Leave federation",
        "Dissolve federation",  "End what is due",
        "Register person",      "Offer the ownership",
        "Accept the ownership", "Decline the ownership",
        "Withdraw the offer",   "Name federation administrator",
        "End federation administrator",
        "Set limit",            "Set consent to federate outside",
        "Close account",        "Move account",
        "Change the brand",     "Mark notices as read",
        "Choose what to be told of",
    };
    static_assert(std::size(titles) == command_count);
    // A newer authority may know more of them.
    const auto at = static_cast<std::size_t>(command);
    return at < command_count ? titles[at] : "Something newer than this page";
}

namespace {

std::string describe_edit(const Gist& gist) {
    if (gist.detail == 1) return gist.subject.empty() ? "Rename the account" : "Rename the account to " + gist.subject;
    // In the order of EditAccount's fields.
    static constexpr std::string_view fields[] = {"name", "reference", "contact name", "e-mail", "phone",
                                                  "street", "city", "postcode", "country"};
    std::vector<std::string> edited;
    for (std::size_t at = 0; at < std::size(fields); ++at) {
        if ((gist.detail >> at & 1) != 0) edited.emplace_back(fields[at]);
    }
    return "Edit " + list_of(edited);
}

std::string describe_end(const Gist& gist) {
    // In the order of DueKind.
    static constexpr std::string_view ends[] = {"Request to join expired", "Invitation expired", "Access code expired",
                                                "", "Offer of the ownership expired", "Limit ended"};
    const auto at = static_cast<std::size_t>(gist.detail);
    std::string words(at < std::size(ends) ? ends[at] : command_title(gist.command));
    if (!gist.subject.empty()) words += ": " + gist.subject;
    return words;
}

}  // namespace

std::string describe(const Gist& gist) {
    const std::string_view title = command_title(gist.command);
    const auto at = static_cast<std::size_t>(gist.detail);
    const bool named = !gist.subject.empty();
    switch (gist.command) {
        case command_number<EditAccount>: return describe_edit(gist);
        case command_number<ImportAccounts>: return "Import " + count(gist.detail, "account", "accounts");
        case command_number<EndDue>: return describe_end(gist);
        case command_number<InviteAdministrator>:
            if (named) return "Invite " + gist.subject + " as administrator";
            break;
        case command_number<Accept>:
            if (named) return "Accept " + gist.subject + " as member";
            break;
        case command_number<SetLimit>:
            if (at < limit_count) return "Set the limit to " + std::string(limit(static_cast<Limit>(at)));
            break;
        case command_number<SetConsent>:
            return std::string(at != 0 ? "Let" : "Do not let") + " sub accounts federate outside this partner";
        case command_number<Join>:
        case command_number<Withdraw>:
        case command_number<Reject>:
        case command_number<OfferTransfer>:
        case command_number<AcceptTransfer>:
        case command_number<DeclineTransfer>:
        case command_number<WithdrawTransfer>:
            if (named) return std::string(title) + ": " + gist.subject;
            break;
        default: break;
    }
    return with(title, gist.subject);
}

std::string describe(const ImportProblem& problem) {
    std::string words = "Row " + number(problem.row);
    if (!problem.column.empty()) {
        words += ", column " + problem.column;
    }
    words += ": " + std::string(of(problem.reason));
    if (!problem.detail.empty()) {
        words += " (" + problem.detail + ")";
    }
    return words;
}

}  // namespace parasol::words
