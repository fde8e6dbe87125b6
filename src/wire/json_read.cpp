// The one place that knows the JSON library: its strict parser calls the builder, which keeps a flat list of
// nodes.
#define JSON_NOEXCEPTION
#define JSON_NO_IO
#include <nlohmann/json.hpp>

#include "wire/json_fields.h"

namespace parasol {
namespace {

// Whether brackets outside of strings never nest deeper than `deepest`. Text that is not JSON may pass.
bool is_shallow(std::string_view text, int deepest) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char symbol = text[at];
        if (quoted) {
            if (symbol == '\\') {
                ++at;
            } else if (symbol == '"') {
                quoted = false;
            }
        } else if (symbol == '"') {
            quoted = true;
        } else if (symbol == '[' || symbol == '{') {
            if (++depth > deepest) return false;
        } else if (symbol == ']' || symbol == '}') {
            --depth;
        }
    }
    return true;
}

}  // namespace

class JsonBuilder {
  public:
    explicit JsonBuilder(JsonDocument& document) : document_(document) {}

    bool null() { return add(Kind::null, 0, 0); }
    bool boolean(bool on) { return add(Kind::boolean, 0, on ? 1 : 0); }
    bool number_integer(std::int64_t number) { return add(Kind::integer, 0, number); }
    bool number_unsigned(std::uint64_t number) {
        const bool fits = number <= static_cast<std::uint64_t>(INT64_MAX);
        return fits ? number_integer(static_cast<std::int64_t>(number)) : add(Kind::other_number, 0, 0);
    }
    bool number_float(double, const std::string&) { return add(Kind::other_number, 0, 0); }
    bool string(const std::string& text) { return add_text(text); }
    bool binary(const nlohmann::json::binary_t&) { return false; }
    bool start_object(std::size_t) { return start(Kind::object); }
    bool start_array(std::size_t) { return start(Kind::array); }
    bool end_object() { return end(); }
    bool end_array() { return end(); }
    bool key(const std::string& text) { return put_text(text); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) { return false; }

  private:
    using Kind = JsonDocument::Kind;

    bool put(Kind kind, std::size_t count, std::int64_t value) {
        document_.nodes_.push_back({kind, static_cast<std::uint32_t>(count), value});
        return true;
    }
    bool put_text(const std::string& text) {
        const std::size_t begins = document_.strings_.size();
        document_.strings_ += text;
        return put(Kind::string, text.size(), static_cast<std::int64_t>(begins));
    }
    void count_one() {
        if (!open_.empty()) ++document_.nodes_[open_.back()].count;
    }
    bool add(Kind kind, std::size_t count, std::int64_t value) {
        count_one();
        return put(kind, count, value);
    }
    bool add_text(const std::string& text) {
        count_one();
        return put_text(text);
    }
    bool start(Kind kind) {
        count_one();
        open_.push_back(document_.nodes_.size());
        return put(kind, 0, 0);
    }
    bool end() {
        document_.nodes_[open_.back()].value = static_cast<std::int64_t>(document_.nodes_.size());
        open_.pop_back();
        return true;
    }

    JsonDocument& document_;
    std::vector<std::size_t> open_;
};

std::optional<JsonDocument> JsonDocument::parse(std::string_view text, std::size_t largest) {
    if (text.size() > largest || !is_shallow(text, deepest_json)) return std::nullopt;
    std::optional<JsonDocument> document(std::in_place);
    JsonBuilder builder(*document);
    if (!nlohmann::json::sax_parse(text.data(), text.data() + text.size(), &builder)) return std::nullopt;
    return document;
}

bool JsonNode::is_object() const { return document_->nodes_[at_].kind == JsonDocument::Kind::object; }
bool JsonNode::is_array() const { return document_->nodes_[at_].kind == JsonDocument::Kind::array; }
std::size_t JsonNode::size() const { return document_->nodes_[at_].count; }

JsonNode JsonNode::next(std::size_t& at) const {
    const JsonNode node(document_, at);
    at = document_->after(at);
    return node;
}

JsonNode JsonNode::member(std::string_view name, std::size_t& hint) const {
    const std::size_t end = document_->after(at_);
    const auto find = [&](std::size_t from, std::size_t to) -> JsonNode {
        for (std::size_t at = from; at < to;) {
            const std::size_t value = at + 1;
            at = document_->after(value);
            if (document_->text_at(value - 1) == name) {
                hint = at;
                return JsonNode(document_, value);
            }
        }
        return {};
    };
    const std::size_t from = hint;
    const JsonNode found = find(from, end);
    return found.there() ? found : find(first(), from);
}

bool JsonNode::read(bool& on) const {
    const JsonDocument::Node& node = document_->nodes_[at_];
    on = node.value != 0;
    return node.kind == JsonDocument::Kind::boolean;
}

bool JsonNode::read(std::int64_t& number) const {
    static constexpr std::int64_t most = (std::int64_t{1} << 53) - 1;
    const JsonDocument::Node& node = document_->nodes_[at_];
    if (node.kind != JsonDocument::Kind::integer || node.value > most || node.value < -most) return false;
    number = node.value;
    return true;
}

std::optional<std::string_view> JsonNode::text() const {
    if (document_->nodes_[at_].kind != JsonDocument::Kind::string) return std::nullopt;
    return document_->text_at(at_);
}

bool JsonNode::read(std::string& value) const {
    const auto content = text();
    if (content) value.assign(*content);
    return content.has_value();
}

bool JsonNode::read(Id& id) const {
    const auto content = text();
    const auto parsed = content ? parse_id(*content) : std::nullopt;
    if (parsed) id = *parsed;
    return parsed.has_value();
}

bool JsonNode::read(Scope& scope) const {
    const auto content = text();
    auto parsed = content ? parse_scope(*content) : std::nullopt;
    if (parsed) scope = std::move(*parsed);
    return parsed.has_value();
}

bool JsonNode::read(RowName& deleted) const {
    if (!is_object()) return false;
    std::size_t hint = first();
    const JsonNode type = member("type", hint);
    const JsonNode id = member("id", hint);
    const auto name = type.there() ? type.text() : std::nullopt;
    const auto number = name ? parse_row_type(*name) : std::nullopt;
    if (!number || !id.there() || !id.read(deleted.id)) return false;
    deleted.type = *number;
    return !deleted.id.is_none();
}

namespace json_detail {

// Of commands: those whose none has a meaning. A due ticket has no owner.
bool may_be_none(std::string_view field) {
    return field == "internal_use_id" || field == "owner";
}

}  // namespace json_detail
}  // namespace parasol
