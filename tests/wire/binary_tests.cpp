// The binary form, checksums and patches.
#include "catch.h"
#include "random_values.h"
#include "wire/binary.h"
#include "wire/checksum.h"
#include "wire/row_patch.h"

namespace parasol {
namespace {

using testing::RandomValues;

// A struct as it was, and as it is after a field was added.
struct Before {
    std::string name;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("name", self.name);
    }
};
struct After {
    std::string name;
    std::int64_t number = 5;
    std::vector<Id> ids = {Id{1, 1}};
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("name", self.name);
        visit("number", self.number);
        visit("ids", self.ids);
    }
};

}  // namespace

TEST_CASE("binary: every row, command and patch goes there and back") {
    RandomValues values(11);
    for (int times = 0; times < 40; ++times) {
        for (std::size_t type = 0; type < row_type_count; ++type) {
            Row row;
            values.fill_variant(row, type);
            CHECK(decode_binary<Row>(encode_binary(row)) == row);
        }
        for (std::size_t index = 0; index < command_count; ++index) {
            Command command;
            values.fill_variant(command, index);
            CHECK(decode_binary<Command>(encode_binary(command)) == command);
        }
        const auto patch = values.make<RowPatch>();
        const auto decoded = decode_binary<RowPatch>(encode_binary(patch));
        REQUIRE(decoded.has_value());
        CHECK(encode_binary(*decoded) == encode_binary(patch));
        const auto changes = values.make<ChangeSet>();
        const auto decoded_changes = decode_binary<ChangeSet>(encode_binary(changes));
        REQUIRE(decoded_changes.has_value());
        REQUIRE(decoded_changes->size() == changes.size());
        for (std::size_t at = 0; at < changes.size(); ++at) {
            CHECK((*decoded_changes)[at].scope == changes[at].scope);
            CHECK((*decoded_changes)[at].before == changes[at].before);
            CHECK((*decoded_changes)[at].after == changes[at].after);
        }
    }
}

TEST_CASE("binary: integers of every size go there and back") {
    for (int bit = 0; bit < 64; ++bit) {
        for (const std::int64_t step : {-1, 0, 1}) {
            const auto number = static_cast<std::int64_t>((std::uint64_t{1} << bit) + static_cast<std::uint64_t>(step));
            CHECK(decode_binary<std::int64_t>(encode_binary(number)) == number);
        }
    }
    BinaryReader too_long("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02");
    too_long.varint();
    CHECK_FALSE(too_long.good());
}

TEST_CASE("binary: cut off or changed bytes fail and do no harm") {
    RandomValues values(12);
    for (int times = 0; times < 30; ++times) {
        const std::string bytes = encode_binary(values.make<RowPatch>());
        for (std::size_t length = 0; length < bytes.size(); ++length) {
            CHECK_FALSE(decode_binary<RowPatch>(std::string_view(bytes).substr(0, length)).has_value());
        }
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            std::string changed = bytes;
            changed[at] = static_cast<char>(values.below(256));
            (void)decode_binary<RowPatch>(changed);
        }
    }
    // A count that the bytes cannot hold.
    CHECK_FALSE(decode_binary<std::vector<Id>>("\xFF\xFF\xFF\xFF\x0F").has_value());
}

TEST_CASE("binary: a field that was added reads as empty from older bytes") {
    const auto after = decode_binary<After>(encode_binary(Before{"x"}));
    REQUIRE(after.has_value());
    CHECK(after->name == "x");
    CHECK(after->number == 0);
    CHECK(after->ids.empty());
    CHECK_FALSE(decode_binary<Before>(encode_binary(After{})).has_value());
}

TEST_CASE("the checksum is the one of zip") {
    CHECK(crc32("") == 0);
    CHECK(crc32("123456789") == 0xCBF43926);
    const std::string text = "The quick brown fox jumps over the lazy dog";
    CHECK(crc32(text) == 0x414FA339);
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        CHECK(crc32(text.substr(cut), crc32(text.substr(0, cut))) == 0x414FA339);
    }
}

TEST_CASE("a patch of a change set does what the change set does") {
    RandomValues values(13);
    const Scope scopes[] = {values.scope(), values.scope(), values.scope()};
    std::vector<Row> pool;
    for (int at = 0; at < 12; ++at) pool.push_back(values.make<Row>());
    for (int times = 0; times < 200; ++times) {
        RowSet by_changes;
        RowSet by_patch;
        ChangeSet changes;
        for (std::size_t left = values.below(30); left > 0; --left) {
            Change change;
            change.scope = scopes[values.below(3)];
            Row row = pool[values.below(pool.size())];
            const ScopeRows* held = by_changes.scope(change.scope);
            if (held) change.before = held->find_row(row.index(), row_id(row));
            if (!change.before || values.chance().one_in(2)) change.after = std::move(row);
            by_changes.apply({change});
            changes.push_back(std::move(change));
        }
        apply_patch(by_patch, patch_of(changes));
        for (const Scope& scope : scopes) {
            CHECK(encode_binary(whole_scope(by_changes, scope)) == encode_binary(whole_scope(by_patch, scope)));
        }
    }
}

TEST_CASE("a patch puts, deletes, replaces and drops") {
    const Scope scope = account_scope(AccountId(Id{1, 1}));
    const auto face = [](std::uint64_t id, const char* name) { return Row(FaceRow{AccountId(Id{0, id}), name}); };
    RowSet rows;
    apply_patch(rows, {{scope, ScopeAnswer::changes, {face(1, "a"), face(2, "b")}, {}}});
    apply_patch(rows, {{scope, ScopeAnswer::changes, {face(2, "c")}, {{row_type<FaceRow>, Id{0, 1}}}}});
    CHECK(rows.row_count() == 1);
    CHECK(rows.find<FaceRow>(scope, Id{0, 2})->name == "c");
    apply_patch(rows, {{scope, ScopeAnswer::whole, {}, {}}});
    CHECK(rows.holds(scope));
    CHECK(rows.row_count() == 0);
    apply_patch(rows, patch_dropping({scope}));
    CHECK_FALSE(rows.holds(scope));
    CHECK(whole_scope(rows, scope).answer == ScopeAnswer::gone);
}

}  // namespace parasol
