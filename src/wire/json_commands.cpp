#include "wire/json_fields.h"
#include "wire/variants.h"

namespace parasol {

void JsonWriter::value(const Command& command) {
    open('{');
    key("type");
    value(command_name(command.index()));
    std::visit(
        [this](const auto& typed) {
            std::decay_t<decltype(typed)>::fields(typed, json_detail::FieldWriter{*this});
        },
        command);
    close('}');
}

bool JsonNode::read(Command& command) const {
    if (!is_object()) return false;
    std::size_t hint = first();
    const JsonNode type = member("type", hint);
    const auto name = type.there() ? type.text() : std::nullopt;
    const auto index = name ? parse_command_name(*name) : std::nullopt;
    return index && emplace_alternative(command, *index, [&](auto& typed) {
               return json_detail::read_fields(*this, typed, true);
           });
}

std::string encode(const Envelope& envelope) { return encode_fields(envelope); }
std::optional<Envelope> decode_envelope(std::string_view text) { return decode_fields<Envelope>(text); }

std::string encode(const Outcome& outcome) { return encode_fields(outcome); }
std::optional<Outcome> decode_outcome(std::string_view text) { return decode_fields<Outcome>(text); }

}  // namespace parasol
