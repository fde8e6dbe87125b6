// Dates, counts and lists as a British reader writes them.

#include <algorithm>
#include <charconv>
#include <iterator>
#include <vector>

#include "domain/folding.h"
#include "domain/text_rules.h"
#include "ui/words.h"

namespace parasol::words {
namespace {

Duration (*zone)(Instant) = nullptr;

struct Civil {
    int year = 0, month = 0, day = 0;  // month and day from 1
    int hour = 0, minute = 0;
};

// Days and time of day, then year, month and day by the calendar's cycle of 400 years (March first).
Civil local(Instant at) {
    const Instant here = at + (zone != nullptr ? zone(at) : 0);
    const Instant days = here >= 0 ? here / one_day : -((-here + one_day - 1) / one_day);
    const Duration of_day = here - days * one_day;
    const Instant shifted = days + 719468;  // from 1 March of the year 0
    constexpr Instant cycle_days = 146097;
    const Instant cycle = (shifted >= 0 ? shifted : shifted - cycle_days + 1) / cycle_days;
    const int in_cycle = static_cast<int>(shifted - cycle * cycle_days);
    const int year = (in_cycle - in_cycle / 1460 + in_cycle / 36524 - in_cycle / 146096) / 365;
    const int in_year = in_cycle - (365 * year + year / 4 - year / 100);
    const int month = (5 * in_year + 2) / 153;  // from March
    Civil civil;
    civil.day = in_year - (153 * month + 2) / 5 + 1;
    civil.month = month < 10 ? month + 3 : month - 9;
    civil.year = static_cast<int>(cycle * 400) + year + (civil.month <= 2 ? 1 : 0);
    civil.hour = static_cast<int>(of_day / one_hour);
    civil.minute = static_cast<int>(of_day % one_hour / (60 * one_second));
    return civil;
}

constexpr std::string_view months[] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};

// The numbers in a text, parted by anything but letters; the name of a month is its number.
std::vector<int> numbers_in(std::string_view text) {
    std::vector<int> numbers;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        const char* const begin = rest.data();
        const char* const end = begin + rest.size();
        const auto is_letter = [](char symbol) { return (symbol | 0x20) >= 'a' && (symbol | 0x20) <= 'z'; };
        unsigned number = 0;  // a dash parts: it is no sign
        const char* const four = begin + std::min<std::size_t>(rest.size(), 4);
        const auto digits = static_cast<std::size_t>(std::from_chars(begin, four, number).ptr - begin);
        const auto letters = static_cast<std::size_t>(std::find_if_not(begin, end, is_letter) - begin);
        if (letters > 0) {
            const auto is_month = [word = rest.substr(0, letters)](std::string_view month) {
                return word.size() >= 3 && contains_folded(month.substr(0, word.size()), word);
            };
            const auto month = std::find_if(std::begin(months), std::end(months), is_month);
            if (month == std::end(months)) return {};
            number = static_cast<unsigned>(month - std::begin(months)) + 1;
        }
        if (digits + letters > 0) numbers.push_back(static_cast<int>(number));
        at += std::max<std::size_t>(1, digits + letters);
    }
    return numbers;
}

std::string two(int value) {
    std::string digits = std::to_string(value);
    return value < 10 ? "0" + digits : digits;
}

std::string in_words(Duration distance, std::string_view one, std::string_view many, Duration unit,
                     bool ahead) {
    const std::string words = count((distance + unit / 2) / unit, one, many);
    return ahead ? "in " + words : words + " ago";
}

}  // namespace

void use_zone(Duration (*offset_at)(Instant utc)) { zone = offset_at; }

std::string date(Instant at) {
    const Civil parts = local(at);
    std::string words = std::to_string(parts.day) + " ";
    words += months[parts.month - 1].substr(0, 3);
    return words + " " + std::to_string(parts.year);
}

std::string month(std::string_view utc_month) {
    const std::string_view year = utc_month.substr(0, 4), number = utc_month.substr(5);
    const int at = (number[0] - '0') * 10 + (number[1] - '0');
    return std::string(months[at - 1]) + " " + std::string(year);
}

std::string date_time(Instant at) {
    const Civil parts = local(at);
    return date(at) + ", " + two(parts.hour) + ":" + two(parts.minute);
}

std::optional<Instant> read_date_time(std::string_view day, std::string_view time) {
    const std::vector<int> date = numbers_in(day), clock = numbers_in(time);
    if (date.size() != 3 || (!clock.empty() && clock.size() != 2) || (clock.empty() && !trimmed(time).empty())) {
        return std::nullopt;
    }
    const bool day_first = date[0] <= 31;
    const int year = day_first ? date[2] : date[0], month = date[1], of_month = day_first ? date[0] : date[2];
    if (year < 1970 || year > 9999 || month < 1 || month > 12 || of_month < 1) return std::nullopt;
    const int hour = clock.empty() ? 23 : clock[0], minute = clock.empty() ? 59 : clock[1];
    if (hour > 23 || minute > 59) return std::nullopt;
    // Days since 1970 by the calendar's cycle, from March as in local().
    const Instant from_march = month > 2 ? year : year - 1;
    const int in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + of_month - 1;
    const Instant days = 365 * from_march + from_march / 4 - from_march / 100 + from_march / 400 + in_year - 719468;
    const Instant here = days * one_day + hour * one_hour + minute * 60 * one_second +
                         (clock.empty() ? 60 * one_second - 1 : 0);
    // The zone is asked for at an instant; the second answer is of the right side of a change of clocks.
    Instant at = here;
    for (int round = 0; round < 2; ++round) at = here - (zone != nullptr ? zone(at) : 0);
    const Civil read = local(at);
    return read.day == of_month && read.month == month ? std::optional(at) : std::nullopt;
}

std::string relative(Instant at, Instant now) {
    constexpr Duration minute = 60 * one_second;
    const bool ahead = at > now;
    const Duration distance = ahead ? at - now : now - at;
    if (distance < 45 * one_second) {
        return ahead ? "in a moment" : "just now";
    }
    if (distance < 50 * minute) {
        return in_words(distance, "minute", "minutes", minute, ahead);
    }
    if (distance < 22 * one_hour) {
        return in_words(distance, "hour", "hours", one_hour, ahead);
    }
    const Duration days = (distance + one_day / 2) / one_day;
    if (days <= 1) {
        return ahead ? "tomorrow" : "yesterday";
    }
    constexpr Duration longest = 45;
    return days <= longest ? in_words(distance, "day", "days", one_day, ahead)
           : ahead         ? "on " + date(at)
                           : date(at);
}

std::string relative_with_date(Instant at, Instant now) {
    const std::string words = relative(at, now), day = date(at);
    return words.find(day) != std::string::npos ? words : words + " (" + day + ")";
}

std::string number(long long value) {
    std::string digits = std::to_string(value < 0 ? -value : value);
    for (std::size_t at = digits.size(); at > 3; at -= 3) {
        digits.insert(at - 3, ",");
    }
    return value < 0 ? "-" + digits : digits;
}

std::string count(long long value, std::string_view one, std::string_view many) {
    return number(value) + " " + std::string(value == 1 ? one : many);
}

std::string bytes(unsigned long long value) {
    static constexpr std::string_view units[] = {"bytes", "KB", "MB", "GB", "TB"};
    std::size_t unit = 0;
    unsigned long long tenths = value * 10;
    while (tenths >= 10'000 && unit + 1 < std::size(units)) {
        tenths = (tenths + 500) / 1000;
        ++unit;
    }
    std::string words = number(static_cast<long long>(tenths / 10));
    if (unit > 0 && tenths < 100 && tenths % 10 != 0) {
        words += "." + std::to_string(tenths % 10);
    }
    return words + " " + std::string(unit == 0 && value == 1 ? "byte" : units[unit]);
}

std::string counted(std::string_view what, std::size_t count) {
    return said({what, " (", number(static_cast<long long>(count)), ")"});
}

std::string said(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) text += part;
    return text;
}

std::string list_of(std::span<const std::string> names, std::size_t most) {
    std::string words;
    const std::size_t shown = names.size() <= most ? names.size() : most;
    for (std::size_t at = 0; at < shown; ++at) {
        const bool last = at + 1 == names.size();
        words += at == 0 ? "" : last ? " and " : ", ";
        words += names[at];
    }
    if (shown < names.size()) {
        words += " and " + number(static_cast<long long>(names.size() - shown)) + " more";
    }
    return words;
}

}  // namespace parasol::words
