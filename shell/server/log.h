// The log: one JSON object a line. Names and numbers only; nothing that somebody typed, no cookie and no token is ever
// given to it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace parasol::server {

enum class Level : std::uint8_t { info, warning, error };

struct LogField {
    const char* name;
    std::variant<std::int64_t, std::string_view> value;
};

// To the standard error stream, or to a file that is written on.
void open_log(const std::string& path);
void log(Level level, std::string_view event, std::initializer_list<LogField> fields = {});

}  // namespace parasol::server
