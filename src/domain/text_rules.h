// What names, e-mail addresses, account numbers and access codes may be made of.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/refusal.h"

namespace parasol {

inline constexpr std::size_t longest_name = 200;  // characters (code points)
inline constexpr std::size_t longest_text = 500;
inline constexpr std::size_t longest_import_rows = 10000;
inline constexpr std::size_t longest_import_bytes = 5 * 1024 * 1024;

// Valid UTF-8, without overlong forms, surrogates or anything beyond U+10FFFF.
bool is_valid_utf8(std::string_view text);
std::size_t code_points(std::string_view text);

// Without white space at its ends (also the Unicode spaces).
std::string_view trimmed(std::string_view text);

// A name that people give: not blank, at most 200 characters, no control characters (C0, C1, line and
// paragraph separators, bidirectional overrides U+202A-202E and isolates U+2066-2069). Right-to-left letters,
// emoji and markup are fine: they are shown as text.
std::optional<Refusal> check_name(std::string_view name);
// Optional text of one line, at most 500 characters.
std::optional<Refusal> check_text(std::string_view text);
// One @ with something on both sides, a dot-separated host, no spaces or control characters, at most 254
// bytes.
bool is_email(std::string_view email);
// ASCII letters lowered; compared and keyed like this.
std::string lower_email(std::string_view email);
bool is_account_number(std::string_view number);  // nine digits, the first not 0

// What a message may repeat of a text that was refused: its first 80 characters, with U+FFFD for control
// characters and for bytes that are not UTF-8.
std::string excerpt(std::string_view text);

// Access codes (PRODUCT 3): 12 symbols of this alphabet, shown in groups of four.
inline constexpr std::string_view access_code_alphabet = "ACDEFGHJKMNPRTVWXY3479";
inline constexpr std::size_t access_code_symbols = 12;
// What was typed, in any case, with or without dashes and spaces, as 12 upper-case symbols; nullopt unless it
// is a whole code.
std::optional<std::string> normalise_access_code(std::string_view typed);
std::string grouped_access_code(std::string_view symbols);  // ACDE-FGHJ-KMNP

}  // namespace parasol
