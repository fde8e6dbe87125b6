#include "replica/begun_scopes.h"

#include <algorithm>
#include <utility>

#include "replica/tab_message.h"

namespace parasol {

std::string text_of(const BegunScopes& begun) {
    std::string text;
    for (const auto& [scope, after] : begun) {
        text += std::string(row_type_name(after.type)) + " " + to_string(after.id) + " " + to_string(scope) + "\n";
    }
    return text;
}

BegunScopes begun_scopes_of(std::string_view text) {
    BegunScopes begun;
    for (std::string_view line : lines_of(text)) {
        const auto word = [&line] {
            const std::size_t end = std::min(line.find(' '), line.size());
            const std::string_view first = line.substr(0, end);
            line.remove_prefix(std::min(end + 1, line.size()));
            return first;
        };
        const auto type = parse_row_type(word());
        const auto id = parse_id(word());
        auto scope = parse_scope(line);
        if (type && id && scope) begun[std::move(*scope)] = {*type, *id};
    }
    return begun;
}

}  // namespace parasol
