// CSV as people make it, as spreadsheets save it, and as it must not be.
#include "catch.h"
#include "random_values.h"
#include "wire/csv.h"

namespace parasol {
namespace {

using Cells = std::vector<std::vector<std::string>>;

Cells cells_of(const CsvTable& table) {
    Cells cells;
    for (const CsvRow& row : table.rows) cells.push_back(row.cells);
    return cells;
}

void fails(std::string_view bytes, CsvFault fault, std::int64_t row, std::size_t byte) {
    const CsvTable table = read_csv(bytes);
    CAPTURE(std::string(bytes.substr(0, 60)));
    CHECK(table.fault == fault);
    CHECK(table.row == row);
    CHECK(table.byte == byte);
    CHECK(table.rows.empty());
}

}  // namespace

TEST_CASE("csv: cells, quotes and line ends") {
    CHECK(cells_of(read_csv("a,b\nc,d\n")) == Cells{{"a", "b"}, {"c", "d"}});
    CHECK(cells_of(read_csv("a,b\r\nc,d")) == Cells{{"a", "b"}, {"c", "d"}});
    CHECK(cells_of(read_csv("a,b\rc,d\r")) == Cells{{"a", "b"}, {"c", "d"}});
    CHECK(cells_of(read_csv("\xEF\xBB\xBF" "a,b")) == Cells{{"a", "b"}});
    CHECK(cells_of(read_csv(R"("a,b","say ""hi""",c)")) == Cells{{"a,b", "say \"hi\"", "c"}});
    CHECK(cells_of(read_csv("\"two\r\nlines\",x\ny,z")) == Cells{{"two\r\nlines", "x"}, {"y", "z"}});
    CHECK(cells_of(read_csv("a,,\n,b,")) == Cells{{"a", "", ""}, {"", "b", ""}});
    CHECK(cells_of(read_csv("a\"b,c\"\"d")) == Cells{{"a\"b", "c\"\"d"}});
    CHECK(cells_of(read_csv("\"\",x")) == Cells{{"", "x"}});
    CHECK(cells_of(read_csv("")).empty());
    CHECK(cells_of(read_csv("\xEF\xBB\xBF")).empty());
    CHECK(cells_of(read_csv("name,é 漢字 😀\n")) == Cells{{"name", "é 漢字 😀"}});
}

TEST_CASE("csv: rows are counted as a spreadsheet does") {
    const CsvTable table = read_csv("a\n\n\"x\ny\"\n\nb\n");
    REQUIRE(table.rows.size() == 3);
    CHECK(table.rows[0].row == 1);
    CHECK(table.rows[1].row == 3);
    CHECK(table.rows[2].row == 5);
}

TEST_CASE("csv: the separator is found or given") {
    CHECK(read_csv("a;b;c\n1,5;2;3").separator == ';');
    CHECK(read_csv("a\tb\n1\t2").separator == '\t');
    CHECK(read_csv("\"a;b;c\",d\n").separator == ',');
    CHECK(read_csv("one\n1;2").separator == ',');
    CHECK(cells_of(read_csv("a;b,c", ';')) == Cells{{"a", "b,c"}});
}

TEST_CASE("csv: what cannot be read is named by row and byte") {
    fails("a,b\nc,\xE9\n", CsvFault::wrong_encoding, 2, 6);
    fails("a,b\n\"c\xC3\",d", CsvFault::wrong_encoding, 2, 6);
    fails("\xFF\xFE" "a\0", CsvFault::wrong_encoding, 1, 0);
    fails("\xFE\xFF", CsvFault::wrong_encoding, 1, 0);
    fails(std::string_view("a,b\nc\0d", 7), CsvFault::nul_character, 2, 5);
    fails("a\nb\n\"c,d\ne", CsvFault::unclosed_quote, 3, 4);
    fails("a\n\"b\"x,c", CsvFault::text_after_quote, 2, 5);
    fails("\"", CsvFault::unclosed_quote, 1, 0);
    fails(std::string(largest_csv_bytes + 1, 'a'), CsvFault::too_large, 0, 0);
    std::string wide(most_csv_columns, ',');
    fails(wide, CsvFault::too_many_columns, 1, most_csv_columns);
    wide.pop_back();
    CHECK(read_csv(wide).fault == CsvFault::none);
    std::string rows = "header\n";
    for (std::size_t at = 0; at < most_csv_rows; ++at) rows += "\nx\n";
    CHECK(read_csv(rows).rows.size() == most_csv_rows + 1);
    rows += "one more\n";
    CHECK(read_csv(rows).fault == CsvFault::too_many_rows);
}

TEST_CASE("csv: what is written is read again, but for formulas") {
    testing::RandomValues values(31);
    for (int times = 0; times < 300; ++times) {
        Cells rows;
        std::string text;
        const char separator = values.chance().one_in(2) ? ',' : ';';
        for (std::size_t left = 1 + values.below(6); left > 0; --left) {
            std::vector<std::string>& row = rows.emplace_back();
            for (std::size_t cells = 1 + values.below(5); cells > 0; --cells) row.push_back(values.text());
            write_csv_row(text, row, separator);
            for (std::string& cell : row) {
                if (cell.find_first_of("=+-@\t\r") == 0) cell.insert(0, "'");
            }
        }
        CHECK(cells_of(read_csv(text, separator)) == rows);
    }
}

TEST_CASE("csv: no spreadsheet takes a cell for a formula") {
    std::string text;
    write_csv_row(text, {"=1+1", "+44", "-5", "@x", "\tx", "\rx", "a=b", ""});
    CHECK(text == "'=1+1,'+44,'-5,'@x,'\tx,\"'\rx\",a=b,\r\n");
}

TEST_CASE("csv: random bytes do no harm") {
    testing::RandomValues values(32);
    static constexpr std::string_view symbols = "ab,;\"\"\r\n\n\t\xC3\xA9\xFF ";
    for (int times = 0; times < 3000; ++times) {
        std::string text;
        for (std::size_t left = values.below(60); left > 0; --left)
            text.push_back(symbols[values.below(symbols.size())]);
        const CsvTable table = read_csv(text);
        CHECK((table.fault == CsvFault::none || table.rows.empty()));
    }
}

}  // namespace parasol
