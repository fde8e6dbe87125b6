#include <charconv>

#include "wire/json_fields.h"
#include "wire/utf8.h"

namespace parasol {

void JsonWriter::separate() {
    if (!first_) out_.push_back(',');
    first_ = false;
}

void JsonWriter::open(char bracket) {
    separate();
    out_.push_back(bracket);
    first_ = true;
}

void JsonWriter::close(char bracket) {
    out_.push_back(bracket);
    first_ = false;
}

void JsonWriter::key(const char* name) {
    separate();
    out_.push_back('"');
    out_ += name;
    out_ += "\":";
    first_ = true;
}

void JsonWriter::value(bool on) {
    separate();
    out_ += on ? "true" : "false";
}

void JsonWriter::value(std::int64_t number) {
    separate();
    char digits[24];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void JsonWriter::value(std::string_view text) {
    static constexpr char hex[] = "0123456789abcdef";
    separate();
    out_.push_back('"');
    std::size_t plain = 0;  // from here on nothing is written yet
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\') {
            ++at;
            continue;
        }
        if (const std::size_t length = byte < 0x80 ? 0 : utf8_length(text, at)) {
            at += length;
            continue;
        }
        out_ += text.substr(plain, at - plain);
        plain = ++at;
        if (byte >= 0x80) {
            out_ += "\xEF\xBF\xBD";
        } else if (byte == '"' || byte == '\\') {
            out_.push_back('\\');
            out_.push_back(static_cast<char>(byte));
        } else {
            out_ += "\\u00";
            out_.push_back(hex[byte >> 4]);
            out_.push_back(hex[byte & 15]);
        }
    }
    out_ += text.substr(plain);
    out_.push_back('"');
}

void JsonWriter::value(const Id& id) { value(std::string_view(to_string(id))); }

void JsonWriter::value(const Scope& scope) { value(std::string_view(to_string(scope))); }

void JsonWriter::value(const RowName& deleted) {
    open('{');
    key("type");
    value(row_type_name(deleted.type));
    key("id");
    value(deleted.id);
    close('}');
}

}  // namespace parasol
