#include "shell/server/one_time_codes.h"

#include <oath.h>
#include <sodium.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <qrcodegen.hpp>

#include "shell/server/loop.h"

namespace parasol::server {
namespace {

constexpr std::size_t secret_bytes = 20;  // as many as SHA-1 has
constexpr unsigned digits = 6;
constexpr unsigned half_minute = 30;
constexpr std::int64_t steps_around = 1;

// The bytes of a secret; empty where it is none.
std::string bytes_of(const std::string& secret) {
    char* bytes = nullptr;
    std::size_t size = 0;
    if (oath_base32_decode(secret.data(), secret.size(), &bytes, &size) != OATH_OK) return {};
    std::string result(bytes, size);
    sodium_memzero(bytes, size);
    std::free(bytes);
    return result;
}

std::string code_of(const std::string& bytes, std::int64_t step) {
    char code[digits + 1] = {};
    const auto seconds = static_cast<std::time_t>(step * half_minute);
    const int made = oath_totp_generate(bytes.data(), bytes.size(), seconds, half_minute, 0, digits, code);
    return made == OATH_OK ? std::string(code) : std::string();
}

}  // namespace

std::string OathCodes::new_secret() {
    std::array<char, secret_bytes> drawn{};
    randombytes_buf(drawn.data(), drawn.size());
    char* text = nullptr;
    std::size_t size = 0;
    if (oath_base32_encode(drawn.data(), drawn.size(), &text, &size) != OATH_OK) return {};
    std::string secret(text, size);
    std::free(text);
    return secret;
}

std::optional<std::int64_t> OathCodes::step_of(const std::string& secret, const std::string& code) {
    return step_at(secret, code, system_now());
}

std::optional<std::int64_t> OathCodes::step_at(const std::string& secret, const std::string& code, Instant now) {
    std::string typed;
    for (const char symbol : code) {
        if (symbol != ' ') typed.push_back(symbol);
    }
    const std::string bytes = bytes_of(secret);
    if (bytes.empty() || typed.size() != digits) return std::nullopt;
    const std::int64_t present = now / one_second / half_minute;
    for (std::int64_t step = present - steps_around; step <= present + steps_around; ++step) {
        const std::string right = code_of(bytes, step);
        if (right.size() == typed.size() && sodium_memcmp(right.data(), typed.data(), typed.size()) == 0) return step;
    }
    return std::nullopt;
}

std::string OathCodes::code_at(const std::string& secret, Instant now) {
    return code_of(bytes_of(secret), now / one_second / half_minute);
}

OneTimeCodes::Picture OathCodes::picture_of(const std::string& text) {
    const auto code = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    Picture picture;
    picture.size = code.getSize();
    for (int row = 0; row < code.getSize(); ++row) {
        for (int column = 0; column < code.getSize(); ++column) {
            picture.modules.push_back(code.getModule(column, row) ? '1' : '0');
        }
    }
    return picture;
}

}  // namespace parasol::server
