#include "domain/scope.h"

#include <algorithm>
#include <array>

namespace parasol {
namespace {

struct KindName {
    std::string_view name;
    bool by_text;  // alone
};

constexpr std::size_t id_length = 36;

bool is_month(std::string_view text) {
    const auto digit = [](char symbol) { return symbol >= '0' && symbol <= '9'; };
    if (text.size() != 7 || text[4] != '-') return false;
    for (const std::size_t at : {0, 1, 2, 3, 5, 6}) {
        if (!digit(text[at])) return false;
    }
    return text[5] == '0' ? text[6] != '0' : text[5] == '1' && text[6] <= '2';
}

// In the order of ScopeKind.
constexpr std::array<KindName, scope_kind_count> kind_names = {{
    {"children", false},
    {"account", false},
    {"people", false},
    {"standing", false},
    {"face", false},
    {"federation", false},
    {"federation-owner", false},
    {"person", false},
    {"invited", true},
    {"activity", false},
    {"inbox", false},
    {"logo", false},
    {"key-number", true},
    {"key-email", true},
    {"key-code", true},
    {"key-ticket", false},
    {"key-tries", false},
    {"key-session", true},
    {"key-due", true},
    {"key-password", false},
    {"key-link", true},
    {"key-link-of", false},
    {"key-sessions", false},
    {"key-second-factor", false},
    {"key-mail", true},
    {"key-erasure", false},
}};

}  // namespace

std::string_view scope_kind_name(ScopeKind kind) { return kind_names[static_cast<std::size_t>(kind)].name; }

std::string to_string(const Scope& scope) {
    const KindName& kind = kind_names[static_cast<std::size_t>(scope.kind)];
    std::string text(kind.name);
    text.push_back(':');
    text += kind.by_text ? scope.text : to_string(scope.id);
    if (scope.kind == ScopeKind::activity) text += ':' + scope.text;
    return text;
}

std::optional<Scope> parse_scope(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto name = text.substr(0, colon);
    auto rest = text.substr(colon + 1);
    for (std::size_t at = 0; at < kind_names.size(); ++at) {
        if (kind_names[at].name != name) continue;
        Scope scope;
        scope.kind = static_cast<ScopeKind>(at);
        if (kind_names[at].by_text) {
            if (rest.empty()) return std::nullopt;
            scope.text = std::string(rest);
            return scope;
        }
        if (scope.kind == ScopeKind::activity) {
            if (rest.size() <= id_length || rest[id_length] != ':') return std::nullopt;
            const auto month = rest.substr(id_length + 1);
            if (!is_month(month)) return std::nullopt;
            scope.text = std::string(month);
            rest = rest.substr(0, id_length);
        }
        const auto id = parse_id(rest);
        if (!id || id->is_none()) return std::nullopt;
        scope.id = *id;
        return scope;
    }
    return std::nullopt;
}

std::string month_before(const std::string& utc_month) {
    std::string before = utc_month;
    // As on an odometer: the digits of the month, and of the year where that was January.
    const bool january = utc_month.substr(5) == "01";
    std::size_t last = january ? 3 : 6;
    while (before[last] == '0') before[last--] = '9';
    --before[last];
    return january ? before.replace(5, 2, "12") : before;
}

std::string utc_day(Instant at) {
    // Days to civil date, after Howard Hinnant's "chrono-compatible low-level date algorithms".
    std::int64_t days = at / one_day;
    if (at % one_day < 0) --days;
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const std::int64_t day_of_era = days - era * 146097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
    const std::int64_t day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    const std::int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    const auto padded = [](std::int64_t value, std::size_t digits) {
        const std::string text = std::to_string(value);
        return std::string(digits - std::min(digits, text.size()), '0') + text;
    };
    return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2);
}

}  // namespace parasol
