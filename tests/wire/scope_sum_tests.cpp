#include "wire/scope_sum.h"

#include "catch.h"
#include "wire/binary.h"
#include "wire/checksum.h"
#include "wire/random_values.h"

using namespace parasol;

namespace {

template <std::size_t... Types>
std::string empty_rows(std::index_sequence<Types...>) {
    BinaryWriter writer;
    (writer.value(Row(std::in_place_index<Types>)), ...);
    return writer.take();
}

}  // namespace

TEST_CASE("the form of rows has its number: docs/protocol.md says it too") {
    CHECK(row_form == crc32(empty_rows(std::make_index_sequence<row_type_count>{})));
}

TEST_CASE("a checksum goes along with changes, whatever their order") {
    RowSet rows;
    const Scope scope = children_of(AccountId(make_uuid7(1, 1, 1)));
    std::vector<Row> all;
    for (std::uint64_t at = 1; at <= 100; ++at) {
        AccountIndexRow row;
        row.id = AccountId(make_uuid7(1, 2, at));
        row.name = "Account " + std::to_string(at);
        all.emplace_back(row);
    }
    std::int64_t sum = 0;
    for (const Row& row : all) {
        rows.put(scope, row);
        sum = sum_with(sum, sum_of(row));
        REQUIRE(sum == sum_of(*rows.scope(scope)));
    }
    RowSet other;
    for (std::size_t at = all.size(); at-- > 0;) other.put(scope, all[at]);
    CHECK(sum_of(*other.scope(scope)) == sum);
    auto changed = std::get<AccountIndexRow>(all[40]);
    changed.name += "!";
    rows.put(scope, changed);
    CHECK(sum_of(*rows.scope(scope)) != sum);
    sum = sum_with(sum_without(sum, sum_of(all[40])), sum_of(Row(changed)));
    CHECK(sum_of(*rows.scope(scope)) == sum);
    for (const Row& row : all) {
        const Row* present = row_id(row) == changed.id ? nullptr : &row;
        sum = sum_without(sum, present ? sum_of(*present) : sum_of(Row(changed)));
    }
    CHECK(sum == 0);
}
