// JSON text of any struct that has `fields`, by visitors: JsonWriter writes text straight away, JsonReader
// reads from a document that has been parsed and checked as a whole. json.h says what the text looks like and
// what is refused.
//
// A field may be a bool, an integer, a string, an id, an enumeration of enum_names.h, a scope, a row, a
// deleted row, a command, a struct with `fields`, and vectors and optionals of these.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "domain/row_set.h"
#include "wire/enum_names.h"
#include "wire/json.h"
#include "wire/messages.h"

namespace parasol {

template <class T>
std::string encode_fields(const T& value);

// nullopt where the text is larger than `largest` bytes or is refused as json.h says.
template <class T>
std::optional<T> decode_fields(std::string_view text, std::size_t largest = largest_request);

// --- Writing --------------------------------------------------------------------------------------------

class JsonWriter {
  public:
    std::string take() { return std::move(out_); }

    void open(char bracket);
    void close(char bracket);
    void key(const char* name);

    void value(bool on);
    void value(std::int64_t number);
    void value(std::string_view text);  // bytes that are not UTF-8 become U+FFFD
    void value(const Id& id);
    void value(const Scope& scope);
    void value(const Row& row);
    void value(const RowName& deleted);
    void value(const Command& command);

  private:
    void separate();
    std::string out_;
    bool first_ = true;  // nothing stands before the next value in its bracket
};

// --- Reading --------------------------------------------------------------------------------------------

// A parsed document. Its nodes are views into it.
class JsonDocument;

class JsonNode {
  public:
    JsonNode() = default;
    bool there() const { return document_ != nullptr; }
    bool is_object() const;
    bool is_array() const;
    std::size_t size() const;  // members or elements

    // Elements and members, one after another: `at` begins at first() and is moved on by next().
    std::size_t first() const { return at_ + 1; }
    JsonNode next(std::size_t& at) const;
    // Not there where the object has no such member. `hint` makes reading members in their order cheap: begin
    // with first().
    JsonNode member(std::string_view name, std::size_t& hint) const;

    bool read(bool& on) const;
    bool read(std::int64_t& number) const;  // within 2^53 - 1 either way
    bool read(std::string& text) const;
    bool read(Id& id) const;
    bool read(Scope& scope) const;
    bool read(Row& row) const;
    bool read(RowName& deleted) const;
    bool read(Command& command) const;
    std::optional<std::string_view> text() const;

  private:
    friend class JsonDocument;
    JsonNode(const JsonDocument* document, std::size_t at) : document_(document), at_(at) {}
    const JsonDocument* document_ = nullptr;
    std::size_t at_ = 0;
};

class JsonDocument {
  public:
    // Parses text of at most `largest` bytes; nullopt where it is refused.
    static std::optional<JsonDocument> parse(std::string_view text, std::size_t largest);
    JsonNode root() const { return JsonNode(this, 0); }

  private:
    friend class JsonNode;
    friend class JsonBuilder;
    enum class Kind : std::uint8_t { null, boolean, integer, other_number, string, object, array };
    struct Node {
        Kind kind = Kind::null;
        std::uint32_t count = 0;  // of a string's bytes, of an object's members, of an array's elements
        // Of a boolean or integer; where a string begins; the node after an object or array and all that is
        // in it. A member is its name and then its value.
        std::int64_t value = 0;
    };
    std::string_view text_at(std::size_t at) const {
        const auto begin = static_cast<std::size_t>(nodes_[at].value);
        return std::string_view(strings_).substr(begin, nodes_[at].count);
    }
    std::size_t after(std::size_t at) const {
        const bool leaf = nodes_[at].kind < Kind::object;
        return leaf ? at + 1 : static_cast<std::size_t>(nodes_[at].value);
    }
    std::vector<Node> nodes_;
    std::string strings_;
};

// --- Visitors -------------------------------------------------------------------------------------------

namespace json_detail {

template <class T, class = void>
struct HasFields : std::false_type {};
struct AnyVisit {
    template <class F>
    void operator()(const char*, F&) const {}
};
template <class T>
struct HasFields<T, std::void_t<decltype(T::fields(std::declval<T&>(), std::declval<AnyVisit>()))>>
    : std::true_type {};

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T, class... Others>
inline constexpr bool is_any_of = (std::is_same_v<T, Others> || ...);

// Whether a field is left out.
template <class T>
bool is_empty(const T& value) {
    if constexpr (std::is_base_of_v<Id, T>) {
        return value.is_none();
    } else if constexpr (std::is_enum_v<T>) {
        return false;
    } else if constexpr (std::is_arithmetic_v<T>) {
        return value == 0;
    } else if constexpr (std::is_same_v<T, std::string> || IsVector<T>::value) {
        return value.empty();
    } else if constexpr (IsOptional<T>::value) {
        return !value;
    } else {
        return false;
    }
}

template <class T>
void write_value(JsonWriter& writer, const T& value);

struct FieldWriter {
    JsonWriter& writer;
    template <class T>
    void operator()(const char* name, const T& value) const {
        if (is_empty(value)) return;
        writer.key(name);
        write_value(writer, value);
    }
};

template <class T>
void write_value(JsonWriter& writer, const T& value) {
    if constexpr (std::is_base_of_v<Id, T>) {
        writer.value(static_cast<const Id&>(value));
    } else if constexpr (std::is_enum_v<T>) {
        writer.value(enum_name(value));
    } else if constexpr (std::is_same_v<T, bool>) {
        writer.value(value);
    } else if constexpr (std::is_integral_v<T>) {
        writer.value(static_cast<std::int64_t>(value));
    } else if constexpr (std::is_same_v<T, std::string>) {
        writer.value(std::string_view(value));
    } else if constexpr (IsOptional<T>::value) {
        write_value(writer, *value);
    } else if constexpr (IsVector<T>::value) {
        writer.open('[');
        for (const auto& element : value) write_value(writer, element);
        writer.close(']');
    } else if constexpr (HasFields<T>::value) {
        writer.open('{');
        T::fields(value, FieldWriter{writer});
        writer.close('}');
    } else {
        writer.value(value);
    }
}

// Whether an id may be left out where ids are required.
bool may_be_none(std::string_view field);

template <class T>
bool read_value(const JsonNode& node, T& value, bool ids_required);

struct FieldReader {
    const JsonNode& node;
    bool ids_required;
    std::size_t& hint;
    bool& good;

    template <class T>
    void operator()(const char* name, T& value) const {
        if (!good) return;
        const JsonNode member = node.member(name, hint);
        if (member.there()) {
            good = read_value(member, value, ids_required);
        } else if constexpr (std::is_enum_v<T> || is_any_of<T, Scope, Row, Command, RowName>) {
            good = false;
        } else {
            value = T{};
        }
        if constexpr (std::is_base_of_v<Id, T>) {
            if (ids_required && value.is_none() && !may_be_none(name)) good = false;
        }
    }
};

template <class T>
bool read_fields(const JsonNode& node, T& value, bool ids_required) {
    if (!node.is_object()) return false;
    std::size_t hint = node.first();
    bool good = true;
    T::fields(value, FieldReader{node, ids_required, hint, good});
    return good;
}

template <class T>
bool read_value(const JsonNode& node, T& value, bool ids_required) {
    if constexpr (std::is_base_of_v<Id, T>) {
        return node.read(static_cast<Id&>(value));
    } else if constexpr (std::is_enum_v<T>) {
        const auto name = node.text();
        const auto at = name ? find_name(enum_table(T{}), *name) : std::nullopt;
        if (at) value = static_cast<T>(*at);
        return at.has_value();
    } else if constexpr (IsOptional<T>::value) {
        return read_value(node, value.emplace(), ids_required);
    } else if constexpr (IsVector<T>::value) {
        if (!node.is_array()) return false;
        value.clear();
        // Not all at once: elements of a byte each could ask for a hundred times the text's size.
        value.reserve(std::min<std::size_t>(node.size(), 64));
        std::size_t at = node.first();
        for (std::size_t left = node.size(); left > 0; --left) {
            if (!read_value(node.next(at), value.emplace_back(), ids_required)) return false;
        }
        return true;
    } else if constexpr (HasFields<T>::value) {
        return read_fields(node, value, ids_required);
    } else {
        return node.read(value);
    }
}

}  // namespace json_detail

template <class T>
std::string encode_fields(const T& value) {
    JsonWriter writer;
    json_detail::write_value(writer, value);
    return writer.take();
}

template <class T>
std::optional<T> decode_fields(std::string_view text, std::size_t largest) {
    const auto document = JsonDocument::parse(text, largest);
    std::optional<T> value(std::in_place);
    if (!document || !json_detail::read_value(document->root(), *value, false)) return std::nullopt;
    return value;
}

}  // namespace parasol
