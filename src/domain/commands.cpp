#include "domain/commands.h"

#include <array>

namespace parasol {
namespace {

struct CommandFacts {
    std::string_view name;
    bool always_waits;
    bool confirmed = false;  // needs a confirmation
};

// In the order of `Command`.
constexpr std::array<CommandFacts, command_count> facts = {{
    {"add_account", false},
    {"edit_account", false},
    {"suspend_account", false},
    {"resume_account", false},
    {"import_accounts", true},
    {"invite_administrator", false},  // confirmed where it is as account owner
    {"accept_invitation", true},
    {"revoke_invitation", false},
    {"remove_administrator", false, true},
    {"create_federation", true},
    {"issue_code", false},
    {"revoke_code", false},
    {"join", true},
    {"withdraw", true},
    {"accept", true},
    {"reject", false},
    {"remove_member", false},
    {"leave", false},
    {"dissolve", false, true},
    {"end_due", true},
    {"register_person", true},
    {"offer_transfer", false, true},
    {"accept_transfer", true, true},
    {"decline_transfer", false},
    {"withdraw_transfer", true},
    {"name_federation_administrator", false},
    {"end_federation_administrator", false},
    {"set_limit", false},
    {"set_consent", false},
    {"close_account", true},
    {"move_account", true},
    {"set_brand", false},
    {"read_notices", false},
    {"set_notice_preferences", false},
}};

}  // namespace

std::string_view command_name(std::size_t index) { return facts[index].name; }

std::optional<std::size_t> parse_command_name(std::string_view name) {
    for (std::size_t index = 0; index < facts.size(); ++index) {
        if (facts[index].name == name) return index;
    }
    return std::nullopt;
}

bool needs_confirmation(const Command& command) {
    const auto* invites = std::get_if<InviteAdministrator>(&command);
    return facts[command.index()].confirmed || (invites && invites->role == Role::account_owner);
}

bool always_waits(const Command& command, Via via) {
    const bool ends_below = via == Via::parent && std::holds_alternative<Leave>(command);
    return ends_below || facts[command.index()].always_waits;
}

}  // namespace parasol
