#include "wire/binary.h"

#include <array>

#include "wire/variants.h"

namespace parasol {
namespace {

// The number of a scope's kind in stored bytes is its place here: append only, whatever the order of
// ScopeKind.
constexpr std::array<ScopeKind, scope_kind_count> stored_kinds = {
    ScopeKind::children,   ScopeKind::account,    ScopeKind::people,           ScopeKind::standing,
    ScopeKind::face,       ScopeKind::federation, ScopeKind::federation_owner, ScopeKind::person,
    ScopeKind::invited,    ScopeKind::key_number, ScopeKind::key_email,        ScopeKind::key_code,
    ScopeKind::key_ticket, ScopeKind::key_tries,  ScopeKind::key_session,      ScopeKind::key_due,
    ScopeKind::activity,   ScopeKind::inbox,      ScopeKind::logo,             ScopeKind::key_password,
    ScopeKind::key_link,   ScopeKind::key_link_of, ScopeKind::key_sessions,     ScopeKind::key_second_factor,
    ScopeKind::key_mail,   ScopeKind::key_erasure};

constexpr bool names_every_kind() {
    for (int kind = 0; kind < scope_kind_count; ++kind) {
        bool found = false;
        for (const ScopeKind stored : stored_kinds) found = found || stored == static_cast<ScopeKind>(kind);
        if (!found) return false;
    }
    return true;
}
static_assert(names_every_kind());

std::uint64_t stored_number(ScopeKind kind) {
    std::uint64_t number = 0;
    while (stored_kinds[number] != kind) ++number;
    return number;
}

void put64(std::string& out, std::uint64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(number >> shift));
}

std::uint64_t get64(std::string_view bytes) {
    std::uint64_t number = 0;
    for (std::size_t at = 0; at < 8; ++at) number = number << 8 | static_cast<unsigned char>(bytes[at]);
    return number;
}

}  // namespace

// --- Writing

void BinaryWriter::fixed32(std::uint32_t number) {
    for (int shift = 0; shift < 32; shift += 8) out_.push_back(static_cast<char>(number >> shift));
}

void BinaryWriter::varint(std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) out_.push_back(static_cast<char>(number | 0x80));
    out_.push_back(static_cast<char>(number));
}

void BinaryWriter::value(std::int64_t number) {
    const auto bits = static_cast<std::uint64_t>(number);
    varint(bits << 1 ^ (number < 0 ? ~std::uint64_t{0} : 0));
}

void BinaryWriter::value(std::string_view text) {
    varint(text.size());
    out_.append(text);
}

void BinaryWriter::value(const Id& id) {
    put64(out_, id.high);
    put64(out_, id.low);
}

void BinaryWriter::value(const Scope& scope) {
    const bool by_text = !scope.text.empty();
    varint(stored_number(scope.kind) << 1 | (by_text ? 1 : 0));
    if (!by_text || scope.kind == ScopeKind::activity) value(scope.id);
    if (by_text) value(std::string_view(scope.text));
}

void BinaryWriter::value(const Row& row) {
    varint(row.index());
    std::visit([this](const auto& typed) { write_binary(*this, typed); }, row);
}

void BinaryWriter::value(const RowName& deleted) {
    varint(deleted.type);
    value(deleted.id);
}

void BinaryWriter::value(const Command& command) {
    varint(command.index());
    std::visit([this](const auto& typed) { write_binary(*this, typed); }, command);
}

void BinaryWriter::value(const Change& change) {
    value(change.scope);
    write_binary(*this, change.before);
    write_binary(*this, change.after);
}

void BinaryWriter::end(std::size_t begun) {
    std::array<char, 10> length{};
    std::size_t bytes = 0;
    std::size_t rest = out_.size() - begun;
    for (; rest >= 0x80; rest >>= 7) length[bytes++] = static_cast<char>(rest | 0x80);
    length[bytes++] = static_cast<char>(rest);
    out_.insert(begun, length.data(), bytes);
}

// --- Reading

bool BinaryReader::fail() {
    good_ = false;
    left_ = {};
    return false;
}

std::string_view BinaryReader::raw(std::size_t count) {
    if (count > left_.size()) {
        fail();
        return {};
    }
    const std::string_view bytes = left_.substr(0, count);
    left_.remove_prefix(count);
    return bytes;
}

std::uint32_t BinaryReader::fixed32() {
    const std::string_view bytes = raw(4);
    std::uint32_t number = 0;
    for (std::size_t at = bytes.size(); at > 0; --at) {
        number = number << 8 | static_cast<unsigned char>(bytes[at - 1]);
    }
    return number;
}

std::uint64_t BinaryReader::varint() {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && !left_.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(left_.front());
        left_.remove_prefix(1);
        if (shift == 63 && byte > 1) break;
        number |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
        if (byte < 0x80) return number;
    }
    fail();
    return 0;
}

std::size_t BinaryReader::count() {
    const std::uint64_t number = varint();
    if (number <= left_.size()) return static_cast<std::size_t>(number);
    fail();
    return 0;
}

BinaryReader BinaryReader::nested() {
    const std::size_t length = count();
    BinaryReader inner(raw(length));
    if (!good_) inner.fail();
    return inner;
}

bool BinaryReader::read(bool& on) {
    const std::uint64_t number = varint();
    if (number > 1) return fail();
    on = number == 1;
    return good_;
}

bool BinaryReader::read(std::int64_t& number) {
    const std::uint64_t bits = varint();
    number = static_cast<std::int64_t>(bits >> 1 ^ ((bits & 1) != 0 ? ~std::uint64_t{0} : 0));
    return good_;
}

bool BinaryReader::read(std::string& text) {
    text.assign(raw(count()));
    return good_;
}

bool BinaryReader::read(Id& id) {
    const std::string_view bytes = raw(16);
    if (!good_) return false;
    id.high = get64(bytes);
    id.low = get64(bytes.substr(8));
    return true;
}

bool BinaryReader::read(Scope& scope) {
    const std::uint64_t number = varint();
    if (!good_ || number >> 1 >= stored_kinds.size()) return fail();
    scope = {};
    scope.kind = stored_kinds[static_cast<std::size_t>(number >> 1)];
    const bool by_text = (number & 1) != 0;
    if ((!by_text || scope.kind == ScopeKind::activity) && !read(scope.id)) return false;
    return !by_text || read(scope.text);
}

bool BinaryReader::read(Row& row) {
    const std::uint64_t type = varint();
    if (!good_ || type >= row_type_count) return fail();
    return emplace_alternative(row, static_cast<std::size_t>(type),
                               [this](auto& typed) { return read_binary(*this, typed); });
}

bool BinaryReader::read(RowName& deleted) {
    const std::uint64_t type = varint();
    if (!good_ || type >= row_type_count) return fail();
    deleted.type = static_cast<std::size_t>(type);
    return read(deleted.id);
}

bool BinaryReader::read(Command& command) {
    const std::uint64_t index = varint();
    if (!good_ || index >= command_count) return fail();
    return emplace_alternative(command, static_cast<std::size_t>(index),
                               [this](auto& typed) { return read_binary(*this, typed); });
}

bool BinaryReader::read(Change& change) {
    return read(change.scope) && read_binary(*this, change.before) && read_binary(*this, change.after);
}

}  // namespace parasol
