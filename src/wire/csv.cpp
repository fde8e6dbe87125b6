#include "wire/csv.h"

#include <array>
#include <utility>

#include "wire/utf8.h"

namespace parasol {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// The most frequent of comma, semicolon and tab in the first line, outside quotes; a comma where there is
// none.
char guess_separator(std::string_view text) {
    constexpr std::array<char, 3> separators = {',', ';', '\t'};
    std::array<std::size_t, separators.size()> counts{};
    bool quoted = false;
    for (const char symbol : text) {
        if (symbol == '"') quoted = !quoted;
        if (!quoted && (symbol == '\n' || symbol == '\r')) break;
        for (std::size_t at = 0; at < separators.size() && !quoted; ++at) {
            if (symbol == separators[at]) ++counts[at];
        }
    }
    std::size_t best = 0;
    for (std::size_t at = 1; at < counts.size(); ++at) {
        if (counts[at] > counts[best]) best = at;
    }
    return separators[best];
}

class Reader {
  public:
    Reader(std::string_view bytes, std::size_t begin, CsvTable& table)
        : bytes_(bytes), at_(begin), table_(table) {}

    void read() {
        while (at_ < bytes_.size() && read_record()) {}
        if (table_.fault != CsvFault::none) table_.rows.clear();
    }

  private:
    bool fail(CsvFault fault, std::size_t byte) {
        table_.fault = fault;
        table_.row = row_;
        table_.byte = byte;
        return false;
    }

    bool at_line_end() const { return at_ == bytes_.size() || bytes_[at_] == '\n' || bytes_[at_] == '\r'; }
    bool at_separator() const { return at_ < bytes_.size() && bytes_[at_] == table_.separator; }

    // One character into the cell.
    bool take(std::string& cell) {
        if (bytes_[at_] == '\0') return fail(CsvFault::nul_character, at_);
        const std::size_t length = utf8_length(bytes_, at_);
        if (length == 0) return fail(CsvFault::wrong_encoding, at_);
        cell.append(bytes_.substr(at_, length));
        at_ += length;
        return true;
    }

    bool read_quoted(std::string& cell) {
        const std::size_t opened = at_++;
        while (at_ < bytes_.size()) {
            if (bytes_[at_] == '"') {
                if (bytes_.substr(at_, 2) != "\"\"") break;
                ++at_;  // a doubled quote stands for one
            }
            if (!take(cell)) return false;
        }
        if (at_ == bytes_.size()) return fail(CsvFault::unclosed_quote, opened);
        ++at_;
        return at_line_end() || at_separator() || fail(CsvFault::text_after_quote, at_);
    }

    bool read_cell(std::string& cell) {
        if (at_ < bytes_.size() && bytes_[at_] == '"') return read_quoted(cell);
        while (!at_line_end() && !at_separator()) {
            if (!take(cell)) return false;
        }
        return true;
    }

    bool read_record() {
        ++row_;
        const bool blank = at_line_end();
        CsvRow record;
        record.row = row_;
        while (!blank) {
            if (record.cells.size() == most_csv_columns) return fail(CsvFault::too_many_columns, at_);
            if (!read_cell(record.cells.emplace_back())) return false;
            if (!at_separator()) break;
            ++at_;
        }
        at_ += bytes_.substr(at_, 2) == "\r\n" ? 2 : (at_ < bytes_.size() ? 1 : 0);
        if (blank) return true;
        if (table_.rows.size() > most_csv_rows) return fail(CsvFault::too_many_rows, at_);
        table_.rows.push_back(std::move(record));
        return true;
    }

    std::string_view bytes_;
    std::size_t at_;
    CsvTable& table_;
    std::int64_t row_ = 0;
};

}  // namespace

CsvTable read_csv(std::string_view bytes, char separator) {
    CsvTable table;
    if (bytes.size() > largest_csv_bytes) {
        table.fault = CsvFault::too_large;
        return table;
    }
    const std::string_view mark = bytes.substr(0, 2);
    if (mark == "\xFF\xFE" || mark == "\xFE\xFF") {
        table.fault = CsvFault::wrong_encoding;
        table.row = 1;
        return table;
    }
    const bool marked = bytes.substr(0, byte_order_mark.size()) == byte_order_mark;
    const std::size_t begin = marked ? byte_order_mark.size() : 0;
    table.separator = separator != 0 ? separator : guess_separator(bytes.substr(begin));
    Reader(bytes, begin, table).read();
    return table;
}

void write_csv_row(std::string& out, const std::vector<std::string>& cells, char separator) {
    for (std::size_t at = 0; at < cells.size(); ++at) {
        if (at > 0) out.push_back(separator);
        std::string cell;
        if (cells[at].find_first_of("=+-@\t\r") == 0) cell.push_back('\'');
        cell += cells[at];
        // A line of one empty cell would be a blank line.
        const bool alone = cells.size() == 1 && cell.empty();
        if (!alone && cell.find_first_of("\"\r\n") == std::string::npos &&
            cell.find(separator) == std::string::npos) {
            out += cell;
            continue;
        }
        out.push_back('"');
        for (const char symbol : cell) {
            if (symbol == '"') out.push_back('"');
            out.push_back(symbol);
        }
        out.push_back('"');
    }
    out += "\r\n";
}

}  // namespace parasol
