// Comma-separated text (RFC 4180), read from bytes that a person chose and written for spreadsheets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parasol {

inline constexpr std::size_t largest_csv_bytes = 5 * 1024 * 1024;
inline constexpr std::size_t most_csv_rows = 10000;  // the header apart
inline constexpr std::size_t most_csv_columns = 100;

enum class CsvFault : std::uint8_t {
    none,
    too_large,         // more than largest_csv_bytes: refused before it is read
    too_many_rows,     // more than most_csv_rows and a header
    too_many_columns,  // a row has more than most_csv_columns cells
    wrong_encoding,    // not UTF-8 (a UTF-16 file is told by its first two bytes)
    nul_character,     // a zero byte: not a text file
    unclosed_quote,    // the file ends inside quotes; `row` is where they were opened
    text_after_quote   // something other than a separator follows a closing quote
};

struct CsvRow {
    std::int64_t row = 0;  // as a spreadsheet counts records: the first of the file is 1
    std::vector<std::string> cells;
};

// The rows, or a fault and where it is; never both.
struct CsvTable {
    std::vector<CsvRow> rows;  // blank lines are left out (they are counted)
    char separator = ',';
    CsvFault fault = CsvFault::none;
    std::int64_t row = 0;  // of the fault
    std::size_t byte = 0;  // of the fault, from 0
};

// Cells are valid UTF-8. Lines end with LF, CRLF or CR; a cell in quotes may hold separators, line ends and
// doubled quotes; a byte order mark is skipped. `separator` 0 takes whichever of comma, semicolon and tab is
// most frequent in the first line, outside quotes.
CsvTable read_csv(std::string_view bytes, char separator = 0);

// Adds one line, ended by CRLF. A cell that a spreadsheet would take for a formula (it begins with = + - @, a
// tab or a carriage return) gets an apostrophe before it; the reader leaves that apostrophe alone.
void write_csv_row(std::string& out, const std::vector<std::string>& cells, char separator = ',');

}  // namespace parasol
