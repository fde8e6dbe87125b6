#include "wire/json_fields.h"
#include "wire/variants.h"

namespace parasol {

void JsonWriter::value(const Row& row) {
    open('{');
    key("type");
    value(row_type_name(row.index()));
    std::visit(
        [this](const auto& typed) {
            std::decay_t<decltype(typed)>::fields(typed, json_detail::FieldWriter{*this});
        },
        row);
    close('}');
}

bool JsonNode::read(Row& row) const {
    if (!is_object()) return false;
    std::size_t hint = first();
    const JsonNode type = member("type", hint);
    const auto name = type.there() ? type.text() : std::nullopt;
    const auto index = name ? parse_row_type(*name) : std::nullopt;
    return index && emplace_alternative(row, *index, [&](auto& typed) {
               return json_detail::read_fields(*this, typed, false) && !typed.id.is_none();
           });
}

std::string encode(const Row& row) { return encode_fields(row); }
std::optional<Row> decode_row(std::string_view text) { return decode_fields<Row>(text); }

}  // namespace parasol
