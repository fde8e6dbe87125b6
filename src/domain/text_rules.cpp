#include "domain/text_rules.h"

#include <algorithm>

namespace parasol {
namespace {

constexpr char32_t not_a_character = 0xFFFFFFFF;

// The code point that starts at `at`, which moves behind it; not_a_character where the bytes are not UTF-8.
char32_t next_code_point(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(text[at + offset]); };
    const unsigned char first = byte(0);
    if (first < 0x80) {
        ++at;
        return first;
    }
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || at + size > text.size()) return not_a_character;
    char32_t point = first & (0x7FU >> size);
    for (std::size_t offset = 1; offset < size; ++offset) {
        if ((byte(offset) & 0xC0U) != 0x80) return not_a_character;
        point = (point << 6) | (byte(offset) & 0x3FU);
    }
    const bool overlong = (size == 3 && point < 0x800) || (size == 4 && point < 0x10000);
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (overlong || surrogate || point > 0x10FFFF) return not_a_character;
    at += size;
    return point;
}

bool is_space(char32_t point) {
    return point == ' ' || (point >= 0x09 && point <= 0x0D) || point == 0x85 || point == 0xA0 ||
           point == 0x1680 || (point >= 0x2000 && point <= 0x200A) || point == 0x2028 || point == 0x2029 ||
           point == 0x202F || point == 0x205F || point == 0x3000 || point == 0xFEFF;
}

// Characters that draw nothing: a name made only of them would be a blank line in every list.
bool is_invisible(char32_t point) {
    return is_space(point) || point == 0xAD || point == 0x34F || point == 0x61C || point == 0x115F ||
           point == 0x1160 || point == 0x17B4 || point == 0x17B5 || (point >= 0x180B && point <= 0x180F) ||
           (point >= 0x200B && point <= 0x200F) || (point >= 0x2060 && point <= 0x206F) || point == 0x2800 ||
           point == 0x3164 || (point >= 0xFE00 && point <= 0xFE0F) || point == 0xFFA0 ||
           (point >= 0xE0000 && point <= 0xE0FFF);
}

bool is_control(char32_t point) {
    return point < 0x20 || (point >= 0x7F && point <= 0x9F) || point == 0x2028 || point == 0x2029 ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

struct Reading {
    std::size_t count = 0;
    bool visible = false;
    bool control = false;  // or not UTF-8
};

Reading read_text(std::string_view text) {
    Reading reading;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t point = next_code_point(text, at);
        if (point == not_a_character) {
            reading.control = true;
            return reading;
        }
        ++reading.count;
        reading.control = reading.control || is_control(point);
        reading.visible = reading.visible || !(is_invisible(point) || is_control(point));
    }
    return reading;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (next_code_point(text, at) == not_a_character) return false;
    }
    return true;
}

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char symbol) {
        return (static_cast<unsigned char>(symbol) & 0xC0U) != 0x80;
    }));
}

std::string_view trimmed(std::string_view text) {
    std::size_t begin = 0;
    while (begin < text.size()) {
        std::size_t after = begin;
        const char32_t point = next_code_point(text, after);
        if (point == not_a_character || !is_space(point)) break;
        begin = after;
    }
    std::size_t end = text.size();
    while (end > begin) {
        std::size_t start = end - 1;
        while (start > begin && end - start < 4 && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80)
            --start;
        std::size_t after = start;
        const char32_t point = next_code_point(text.substr(0, end), after);
        if (point == not_a_character || after != end || !is_space(point)) break;
        end = start;
    }
    return text.substr(begin, end - begin);
}

std::optional<Refusal> check_name(std::string_view name) {
    const Reading reading = read_text(trimmed(name));
    if (reading.control) return Refusal::text_has_control_characters;
    if (!reading.visible) return Refusal::name_missing;
    if (reading.count > longest_name) return Refusal::name_too_long;
    return std::nullopt;
}

std::optional<Refusal> check_text(std::string_view text) {
    const Reading reading = read_text(trimmed(text));
    if (reading.control) return Refusal::text_has_control_characters;
    if (reading.count > longest_text) return Refusal::text_too_long;
    return std::nullopt;
}

bool is_email(std::string_view email) {
    if (email.size() > 254) return false;
    for (std::size_t at = 0; at < email.size();) {
        const char32_t point = next_code_point(email, at);
        if (point == not_a_character || is_control(point) || is_invisible(point)) return false;
    }
    const std::size_t at_sign = email.find('@');
    if (at_sign == std::string_view::npos || at_sign == 0) return false;
    const std::string_view host = email.substr(at_sign + 1);
    const bool dotted = host.find('.') != std::string_view::npos && host.front() != '.' &&
                        host.back() != '.' && host.find("..") == std::string_view::npos;
    return dotted && host.find('@') == std::string_view::npos;
}

std::string lower_email(std::string_view email) {
    std::string lower(email);
    for (char& symbol : lower) {
        if (symbol >= 'A' && symbol <= 'Z') symbol = static_cast<char>(symbol - 'A' + 'a');
    }
    return lower;
}

bool is_account_number(std::string_view number) {
    return number.size() == 9 && number.front() != '0' &&
           std::all_of(number.begin(), number.end(),
                       [](char symbol) { return symbol >= '0' && symbol <= '9'; });
}

std::string excerpt(std::string_view text) {
    static constexpr std::size_t longest_excerpt = 80;
    std::string shown;
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        if (count == longest_excerpt) return shown + "\xE2\x80\xA6";
        std::size_t after = at;
        const char32_t point = next_code_point(text, after);
        if (point == not_a_character) after = at + 1;
        if (point == not_a_character || is_control(point)) {
            shown += "\xEF\xBF\xBD";
        } else {
            shown += text.substr(at, after - at);
        }
        at = after;
    }
    return shown;
}

std::optional<std::string> normalise_access_code(std::string_view typed) {
    std::string symbols;
    for (std::size_t at = 0; at < typed.size();) {
        const char32_t point = next_code_point(typed, at);
        if (point == not_a_character) return std::nullopt;
        const bool dash = point == '-' || (point >= 0x2010 && point <= 0x2015) || point == 0x2212;
        if (dash || is_space(point)) continue;
        if (point >= 0x80 || symbols.size() == access_code_symbols) return std::nullopt;
        char symbol = static_cast<char>(point);
        if (symbol >= 'a' && symbol <= 'z') symbol = static_cast<char>(symbol - 'a' + 'A');
        if (access_code_alphabet.find(symbol) == std::string_view::npos) return std::nullopt;
        symbols.push_back(symbol);
    }
    if (symbols.size() != access_code_symbols) return std::nullopt;
    return symbols;
}

std::string grouped_access_code(std::string_view symbols) {
    std::string grouped;
    for (std::size_t at = 0; at < symbols.size(); ++at) {
        if (at != 0 && at % 4 == 0) grouped.push_back('-');
        grouped.push_back(symbols[at]);
    }
    return grouped;
}

}  // namespace parasol
