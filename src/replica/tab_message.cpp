#include "replica/tab_message.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace parasol {
namespace {

struct Kind {
    std::string_view name;
    std::size_t words;
};

// In the order of TabSay.
constexpr std::array<Kind, 14> kinds = {{
    {"hello", 1},
    {"taken", 0},
    {"state", 5},
    {"pulled", 4},
    {"stored", 1},
    {"reread", 0},
    {"dismissed", 2},
    {"opened", 1},
    {"pull", 0},
    {"full", 0},
    {"unconfirmed", 0},
    {"confirmed", 0},
    {"withdraw", 2},
    {"left", 0},
}};

// What stands between spaces; a word may be empty, the last one too.
std::vector<std::string> words_of(std::string_view head) {
    std::vector<std::string> words;
    for (;;) {
        const std::size_t space = head.find(' ');
        words.emplace_back(head.substr(0, space));
        if (space == std::string_view::npos) return words;
        head.remove_prefix(space + 1);
    }
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view body) {
    std::vector<std::string_view> lines;
    while (!body.empty()) {
        const std::size_t end = std::min(body.find('\n'), body.size());
        lines.push_back(body.substr(0, end));
        body.remove_prefix(std::min(end + 1, body.size()));
    }
    return lines;
}

std::string encode(const TabMessage& message) {
    std::string text(kinds[static_cast<std::size_t>(message.say)].name);
    for (const std::string& word : message.words) text += " " + word;
    text += "\n";
    text += message.body;
    return text;
}

std::optional<TabMessage> decode_tab_message(std::string_view text) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    std::vector<std::string> words = words_of(text.substr(0, end));
    for (std::size_t at = 0; at < kinds.size(); ++at) {
        if (kinds[at].name != words[0] || kinds[at].words + 1 != words.size()) continue;
        words.erase(words.begin());
        return TabMessage{static_cast<TabSay>(at), std::move(words), std::string(text.substr(end + 1))};
    }
    return std::nullopt;
}

}  // namespace parasol
