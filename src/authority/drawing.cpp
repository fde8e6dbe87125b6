#include "authority/drawing.h"

#include <unordered_set>

#include "domain/hex.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

// Uniform: the few draws beyond the last whole multiple are drawn again.
std::uint64_t below(Chance& chance, std::uint64_t bound) {
    const std::uint64_t usable = UINT64_MAX - UINT64_MAX % bound;
    std::uint64_t drawn = chance.draw();
    while (drawn >= usable) drawn = chance.draw();
    return drawn % bound;
}

}  // namespace

std::string draw_access_code(Chance& chance) {
    std::string code;
    for (std::size_t at = 0; at < access_code_symbols; ++at) {
        code.push_back(access_code_alphabet[below(chance, access_code_alphabet.size())]);
    }
    return code;
}

std::string draw_account_number(Chance& chance) {
    return std::to_string(100'000'000 + below(chance, 900'000'000));
}

std::string draw_session_token(Chance& chance) {
    std::string token;
    for (int word = 0; word < 4; ++word) append_hex(token, chance.draw());
    return token;
}

Drawn draw_for(const Command& command, Chance& chance, Vault& vault) {
    const ToDraw wanted = to_draw(command);
    Drawn drawn;
    std::unordered_set<std::string> taken;
    if (const auto* import = std::get_if<ImportAccounts>(&command)) {
        for (const ImportRow& row : import->rows) taken.insert(row.number);
    }
    while (drawn.account_numbers.size() < wanted.account_numbers) {
        std::string number = draw_account_number(chance);
        if (taken.insert(number).second) drawn.account_numbers.push_back(std::move(number));
    }
    if (wanted.access_code) {
        const std::string code = draw_access_code(chance);
        drawn.code_fingerprint = vault.fingerprint("code", code);
        drawn.code_sealed = vault.seal(code);
    }
    return drawn;
}

}  // namespace parasol
