// Dates, counts and lists as a British reader writes them.

#include <cstdlib>
#include <ctime>

#include "ui/words.h"

namespace parasol::words {
namespace {

std::tm local(Instant at) {
    // Rounds down, also before 1970.
    const std::time_t seconds = static_cast<std::time_t>(at >= 0 ? at / 1000 : -((-at + 999) / 1000));
    std::tm parts{};
    localtime_r(&seconds, &parts);
    return parts;
}

std::string two(int value) {
    std::string digits = std::to_string(value);
    return value < 10 ? "0" + digits : digits;
}

std::string in_words(Duration distance, std::string_view one, std::string_view many, Duration unit, bool ahead) {
    const std::string words = count((distance + unit / 2) / unit, one, many);
    return ahead ? "in " + words : words + " ago";
}

}  // namespace

std::string date(Instant at) {
    static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::tm parts = local(at);
    std::string words = std::to_string(parts.tm_mday) + " ";
    words += months[static_cast<std::size_t>(parts.tm_mon)];
    return words + " " + std::to_string(parts.tm_year + 1900);
}

std::string date_time(Instant at) {
    const std::tm parts = local(at);
    return date(at) + ", " + two(parts.tm_hour) + ":" + two(parts.tm_min);
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
