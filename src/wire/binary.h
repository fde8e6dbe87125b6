// A compact binary form of rows, patches and small structs, by the same `fields`: for pages, logs and exports
// of the program's own. Reading never goes beyond the buffer and never allocates more than the buffer's size
// allows: damaged bytes make a reader fail, nothing else.
//
// Integers are zigzag varints, strings have their length before them, ids are 16 bytes, enumerators their
// number. A struct has its length before it: fields appended later read as empty from older bytes. (Older
// programs must not write such bytes back: the format version of pages.h says so.)
#pragma once

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
#include "wire/json_fields.h"
#include "wire/messages.h"

namespace parasol {

class BinaryWriter {
  public:
    const std::string& bytes() const { return out_; }
    std::size_t size() const { return out_.size(); }
    std::string take() { return std::move(out_); }
    void clear() { out_.clear(); }

    void raw(std::string_view bytes) { out_.append(bytes); }
    void fixed32(std::uint32_t number);  // little-endian
    void varint(std::uint64_t number);
    void value(bool on) { varint(on ? 1 : 0); }
    void value(std::int64_t number);
    void value(std::string_view text);  // any bytes
    void value(const Id& id);
    void value(const Scope& scope);
    void value(const Row& row);
    void value(const RowName& deleted);
    void value(const Command& command);
    void value(const Change& change);

    // What is written between begin and end gets its length before it.
    std::size_t begin() const { return out_.size(); }
    void end(std::size_t begun);

  private:
    std::string out_;
};

class BinaryReader {
  public:
    explicit BinaryReader(std::string_view bytes) : left_(bytes) {}
    bool good() const { return good_; }
    bool at_end() const { return left_.empty(); }
    std::size_t left() const { return left_.size(); }
    // From here on everything fails.
    bool fail();

    std::string_view raw(std::size_t count);  // a view into the buffer; fails where it is shorter
    std::uint32_t fixed32();
    std::uint64_t varint();
    std::size_t count();    // a varint that cannot be more than the bytes left
    BinaryReader nested();  // what end() closed; fails this reader where it is too long
    bool read(bool& on);
    bool read(std::int64_t& number);
    bool read(std::string& text);
    bool read(Id& id);
    bool read(Scope& scope);
    bool read(Row& row);
    bool read(RowName& deleted);
    bool read(Command& command);
    bool read(Change& change);

  private:
    std::string_view left_;
    bool good_ = true;
};

template <class T>
std::string encode_binary(const T& value);
// nullopt unless the bytes are exactly one such value.
template <class T>
std::optional<T> decode_binary(std::string_view bytes);

// --- Visitors -------------------------------------------------------------------------------------------

template <class T>
void write_binary(BinaryWriter& writer, const T& value);
template <class T>
bool read_binary(BinaryReader& reader, T& value);

namespace binary_detail {

using json_detail::HasFields;
using json_detail::IsOptional;
using json_detail::IsVector;

struct FieldWriter {
    BinaryWriter& writer;
    template <class T>
    void operator()(const char*, const T& value) const {
        write_binary(writer, value);
    }
};

struct FieldReader {
    BinaryReader& reader;
    template <class T>
    void operator()(const char*, T& value) const {
        if (reader.at_end()) {
            value = T{};
        } else {
            read_binary(reader, value);
        }
    }
};

}  // namespace binary_detail

template <class T>
void write_binary(BinaryWriter& writer, const T& value) {
    using namespace binary_detail;
    if constexpr (std::is_base_of_v<Id, T>) {
        writer.value(static_cast<const Id&>(value));
    } else if constexpr (std::is_enum_v<T>) {
        writer.varint(static_cast<std::uint64_t>(value));
    } else if constexpr (std::is_same_v<T, bool>) {
        writer.value(value);
    } else if constexpr (std::is_integral_v<T>) {
        writer.value(static_cast<std::int64_t>(value));
    } else if constexpr (std::is_same_v<T, std::string>) {
        writer.value(std::string_view(value));
    } else if constexpr (IsOptional<T>::value) {
        writer.value(value.has_value());
        if (value) write_binary(writer, *value);
    } else if constexpr (IsVector<T>::value) {
        writer.varint(value.size());
        for (const auto& element : value) write_binary(writer, element);
    } else if constexpr (HasFields<T>::value) {
        const std::size_t begun = writer.begin();
        T::fields(value, FieldWriter{writer});
        writer.end(begun);
    } else {
        writer.value(value);
    }
}

template <class T>
bool read_binary(BinaryReader& reader, T& value) {
    using namespace binary_detail;
    if constexpr (std::is_base_of_v<Id, T>) {
        return reader.read(static_cast<Id&>(value));
    } else if constexpr (std::is_enum_v<T>) {
        const std::uint64_t number = reader.varint();
        if (number >= enum_table(T{}).count) return reader.fail();
        value = static_cast<T>(number);
        return reader.good();
    } else if constexpr (IsOptional<T>::value) {
        bool there = false;
        value.reset();
        return reader.read(there) && (!there || read_binary(reader, value.emplace()));
    } else if constexpr (IsVector<T>::value) {
        value.clear();
        for (std::size_t left = reader.count(); left > 0 && reader.good(); --left) {
            read_binary(reader, value.emplace_back());
        }
        return reader.good();
    } else if constexpr (HasFields<T>::value) {
        BinaryReader inner = reader.nested();
        T::fields(value, FieldReader{inner});
        return (inner.good() && inner.at_end()) || reader.fail();
    } else {
        return reader.read(value);
    }
}

template <class T>
std::string encode_binary(const T& value) {
    BinaryWriter writer;
    write_binary(writer, value);
    return writer.take();
}

template <class T>
std::optional<T> decode_binary(std::string_view bytes) {
    BinaryReader reader(bytes);
    std::optional<T> value(std::in_place);
    if (!read_binary(reader, *value) || !reader.at_end()) return std::nullopt;
    return value;
}

}  // namespace parasol
