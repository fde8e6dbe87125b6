#include "domain/csv_import.h"

#include "catch.h"

using namespace parasol;

namespace {

struct Line {
    std::int64_t row = 0;
    std::vector<std::string> cells;
};

CsvImport read(const std::vector<Line>& lines) {
    std::uint64_t ids = 0;
    return read_import(lines, [&] { return make_uuid7(1, 0, ++ids); });
}

const std::vector<std::string> header = {"number",  "name", "kind", "parent", "third_party_reference",
                                         "contact", "email"};

std::string words(const ImportProblem& problem) {
    return std::to_string(problem.row) + " " + problem.column + " " + std::string(to_string(problem.reason)) +
           " " + problem.detail;
}
std::vector<std::string> words(const CsvImport& import) {
    std::vector<std::string> all;
    for (const ImportProblem& problem : import.problems) all.push_back(words(problem));
    return all;
}

}  // namespace

TEST_CASE("Rows are read from the columns that the header names") {
    const CsvImport import =
        read({{1, header},
              {2, {"123456789", " Ash ", "customer", "MOOR", "A-1", "Ann", "ann@ash.example"}},
              {4, {"", "Moor", "Reseller", "", "MOOR", "", ""}},
              {5, {"", "Own", "Internal Use"}},
              {6, {"", "Own", "internal_use", "", "", "", "", "", " "}},
              {7, {"", "Part", "PARTNER", "", "", "", ""}}});
    CHECK(import.refusal == std::nullopt);
    CHECK(words(import).empty());
    REQUIRE(import.rows.size() == 5);
    const ImportRow& ash = import.rows[0];
    CHECK(ash.row == 2);
    CHECK(ash.number == "123456789");
    CHECK(ash.name == "Ash");
    CHECK(ash.kind == AccountKind::customer);
    CHECK(ash.parent == "MOOR");
    CHECK(ash.third_party_reference == "A-1");
    CHECK(ash.contact == "Ann");
    CHECK(ash.email == "ann@ash.example");
    CHECK_FALSE(ash.id.is_none());
    CHECK(ash.internal_use_id.is_none());
    CHECK(import.rows[1].row == 4);
    CHECK(import.rows[1].kind == AccountKind::reseller);
    CHECK_FALSE(import.rows[1].internal_use_id.is_none());
    CHECK(import.rows[1].internal_use_id != import.rows[1].id);
    CHECK(import.rows[2].kind == AccountKind::internal_use);
    CHECK(import.rows[3].kind == AccountKind::internal_use);
    CHECK(import.rows[4].kind == AccountKind::partner);
}

TEST_CASE("Columns in any order and case; the number may be missing") {
    const CsvImport import = read({{1,
                                    {"\xEF\xBB\xBF"
                                     "Email",
                                     "Third Party Reference", " KIND ", "contact", "Parent", "NAME"}},
                                   {2, {"e@f.example", "R", "customer", "C", "P", "N"}}});
    CHECK(words(import).empty());
    REQUIRE(import.rows.size() == 1);
    CHECK(import.rows[0].email == "e@f.example");
    CHECK(import.rows[0].third_party_reference == "R");
    CHECK(import.rows[0].contact == "C");
    CHECK(import.rows[0].parent == "P");
    CHECK(import.rows[0].name == "N");
    CHECK(import.rows[0].number.empty());
}

TEST_CASE("Wrong columns are named, and no row is read past them") {
    const CsvImport import =
        read({{1, {"name", "kind", "colour", "name", "parent", " "}},
              {2, {"a", "customer"}},
              {3, {"b", "shop", "", "", "", "", "spare"}}});
    CHECK(words(import) ==
          std::vector<std::string>{"1 colour column_unknown colour", "1 name column_repeated name",
                                   "1 third_party_reference column_missing third_party_reference",
                                   "1 contact column_missing contact", "1 email column_missing email"});
    CHECK(import.rows.empty());
    CHECK(import.refusal == std::nullopt);
}

TEST_CASE("Cells that do not fit are named by row") {
    const CsvImport import = read({{1, header},
                                   {2, {"", "A", "shop", "", "", "", ""}},
                                   {3, {"", "B", "", "", "", "", ""}},
                                   {4, {"", "C", "operator", "", "", "", ""}},
                                   {5, {"", "D", "customer", "", "", "", "", "spare"}}});
    CHECK(words(import) == std::vector<std::string>{"2 kind kind_not_valid shop", "3 kind kind_not_valid ",
                                                    "4 kind kind_not_valid operator",
                                                    "5 column 8 column_unknown spare"});
    CHECK(import.rows.size() == 4);
}

TEST_CASE("A file that is no file of accounts is refused as a whole") {
    CHECK(read({}).refusal == Refusal::import_empty);
    CHECK(read({{1, {" ", ""}}}).refusal == Refusal::import_empty);
    CHECK(read({{1, header}}).refusal == Refusal::import_empty);
    CHECK(read({{1, header}, {2, {"", " ", ""}}}).refusal == Refusal::import_empty);

    std::vector<Line> lines = {{1, header}};
    for (int n = 0; n < 10000; ++n) lines.push_back({n + 2, {"", "A", "customer"}});
    CHECK(read(lines).refusal == std::nullopt);
    CHECK(read(lines).rows.size() == 10000);
    lines.push_back({10002, {"", "A", "customer"}});
    CHECK(read(lines).refusal == Refusal::import_too_large);
    CHECK(read(lines).rows.empty());

    CHECK(check_import_file("name,kind\n") == std::nullopt);
    CHECK(check_import_file("") == Refusal::import_empty);
    CHECK(check_import_file(" \r\n \n") == Refusal::import_empty);
    CHECK(check_import_file("\xFF\xFEn\0a\0") == Refusal::encoding_not_valid);
    CHECK(check_import_file("caf\xE9") == Refusal::encoding_not_valid);
    CHECK(check_import_file(std::string(5 * 1024 * 1024, 'a')) == std::nullopt);
    CHECK(check_import_file(std::string(5 * 1024 * 1024 + 1, 'a')) == Refusal::import_too_large);
}
