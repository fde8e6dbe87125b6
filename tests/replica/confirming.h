// A door before the world's authority that asks who it is, as a server does where people have passwords: commands that
// need a confirmation, and whatever else a test says, are taken once the password was typed.
#pragma once

#include "replica/world.h"

namespace world {

struct Confirming {
    static constexpr std::string_view password = "eleven and one more";

    explicit Confirming(World& world) {
        world.at_the_door = [this](Request& request) { return answer(request); };
    }
    std::optional<Reply> answer(Request& request) {
        if (const auto* typed = std::get_if<ConfirmSignIn>(&request.body)) {
            ++asked;
            if (typed->password != password) return Refusing{Refusal::wrong_sign_in};
            if (!code.empty() && typed->code.empty()) return Refusing{Refusal::second_factor_needed};
            if (typed->code != code) return Refusing{Refusal::code_wrong};
            confirmed = true;
            return Confirmed{begin};
        }
        auto* push = std::get_if<Push>(&request.body);
        if (!push || confirmed) return others ? others(request) : std::nullopt;
        for (std::size_t at = 0; at < push->commands.size(); ++at) {
            if (!needs_confirmation(push->commands[at].command)) continue;
            // What comes before it is taken.
            if (at > 0) return push->commands.resize(at), std::nullopt;
            return Pushed{push->commands[0].client, push->commands[0].seq - 1, Refusal::confirmation_needed};
        }
        return std::nullopt;
    }

    bool confirmed = false;
    std::string code;  // of the second factor; empty: there is none
    int asked = 0;     // how often a password was typed
    std::function<std::optional<Reply>(Request&)> others;
};

}  // namespace world
