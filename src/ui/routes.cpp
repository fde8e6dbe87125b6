#include "ui/routes.h"

#include <array>
#include <charconv>
#include <vector>

#include "domain/hex.h"

namespace parasol {
namespace {

// In the order of Page.
constexpr std::array<std::string_view, 17> page_names = {
    "accounts", "account",       "federation", "services",       "users", "offers",     "subscriptions",
    "invoices", "administrators", "activity",   "import-accounts", "requests", "outcomes", "help",
    "notices", "invite-administrators", "your-account"};

std::vector<std::string_view> parts_of(std::string_view path) {
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        const auto slash = path.find('/');
        const auto part = path.substr(0, slash);
        if (!part.empty()) parts.push_back(part);
        if (slash == std::string_view::npos) break;
        path.remove_prefix(slash + 1);
    }
    return parts;
}

std::optional<Page> parse_page(std::string_view name) {
    for (std::size_t at = 0; at < page_names.size(); ++at) {
        if (page_names[at] == name) return static_cast<Page>(at);
    }
    return std::nullopt;
}

// Percent-encoding of RFC 3986 for the one free text in an address.
std::string encoded(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string result;
    for (const char symbol : text) {
        const auto byte = static_cast<unsigned char>(symbol);
        const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' || byte == '~';
        if (plain) {
            result.push_back(symbol);
        } else {
            result += {'%', digits[byte >> 4], digits[byte & 0xF]};
        }
    }
    return result;
}

std::string decoded(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%' && at + 2 < text.size()) {
            const int high = hex_digit(text[at + 1]);
            const int low = hex_digit(text[at + 2]);
            if (high >= 0 && low >= 0) {
                result.push_back(static_cast<char>(high * 16 + low));
                at += 2;
                continue;
            }
        }
        result.push_back(text[at]);
    }
    return result;
}

}  // namespace

std::string to_string(const Route& route) {
    std::string text;
    if (route.home.is_none() || route.account.is_none()) {
        text = "/none";
    } else if (route.via == Via::own) {
        text = "/own/" + to_string(route.account);
    } else {
        text = (route.via == Via::parent ? "/parent/" : "/federation/") + to_string(route.home) + "/" +
               to_string(route.account);
    }
    text += "/";
    text += page_names[static_cast<std::size_t>(route.page)];
    if (route.page == Page::account && route.tab == AccountTab::tiered) text += "/tiered";
    if (route.page == Page::account && route.tab == AccountTab::brand) text += "/brand";
    if (!route.section.empty()) text += "?section=" + encoded(route.section);
    else if (route.as_of > 0) text += "?as-of=" + std::to_string(route.as_of);
    return text;
}

std::optional<Route> parse_route(std::string_view text) {
    Route route;
    if (const auto query = text.find('?'); query != std::string_view::npos) {
        constexpr std::string_view section = "section=", as_of = "as-of=";
        const auto rest = text.substr(query + 1);
        if (rest.starts_with(section)) route.section = decoded(rest.substr(section.size()));
        if (rest.starts_with(as_of)) {
            const char* const end = rest.data() + rest.size();
            const auto read = std::from_chars(rest.data() + as_of.size(), end, route.as_of);
            if (read.ec != std::errc() || read.ptr != end || route.as_of < 0) route.as_of = 0;
        }
        text = text.substr(0, query);
    }
    const auto parts = parts_of(text);
    if (parts.empty()) return std::nullopt;

    std::size_t next = 1;
    const auto take_account = [&](AccountId& account) {
        if (next >= parts.size()) return false;
        const auto id = parse_id_as<AccountId>(parts[next++]);
        if (!id || id->is_none()) return false;
        account = *id;
        return true;
    };
    if (parts[0] == "own") {
        if (!take_account(route.account)) return std::nullopt;
        route.home = route.account;
    } else if (parts[0] == "parent" || parts[0] == "federation") {
        route.via = parts[0] == "parent" ? Via::parent : Via::federation;
        if (!take_account(route.home) || !take_account(route.account)) return std::nullopt;
    } else if (parts[0] != "none") {
        return std::nullopt;
    }
    if (next >= parts.size()) return std::nullopt;
    const auto page = parse_page(parts[next++]);
    if (!page) return std::nullopt;
    route.page = *page;
    if (is_personal(*page)) route.as_of = 0;
    if (next < parts.size()) {
        const bool tiered = parts[next] == "tiered";
        const bool known = tiered || parts[next] == "brand";
        if (route.page != Page::account || !known || next + 1 != parts.size()) return std::nullopt;
        route.tab = tiered ? AccountTab::tiered : AccountTab::brand;
    }
    return route;
}

}  // namespace parasol
