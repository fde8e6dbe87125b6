#include "domain/csv_import.h"

#include <algorithm>

#include "domain/account_rules.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

// In the order of import_columns; then a column of another name, and one without a name.
enum Column : std::size_t {
    number,
    name,
    kind,
    parent,
    third_party_reference,
    contact,
    email,
    unknown,
    nameless
};

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// "Third Party Reference " is third_party_reference.
std::string column_key(std::string_view cell) {
    if (cell.substr(0, byte_order_mark.size()) == byte_order_mark) cell.remove_prefix(byte_order_mark.size());
    std::string key = lower_email(trimmed(cell));
    std::replace_if(
        key.begin(), key.end(), [](char symbol) { return symbol == ' ' || symbol == '-'; }, '_');
    return key;
}

std::optional<AccountKind> parse_kind(std::string_view cell) {
    const std::string key = column_key(cell);
    if (key == "partner") return AccountKind::partner;
    if (key == "reseller") return AccountKind::reseller;
    if (key == "customer") return AccountKind::customer;
    if (key == "internal_use") return AccountKind::internal_use;
    return std::nullopt;
}

bool is_blank(const std::vector<std::string>& cells) {
    return std::all_of(cells.begin(), cells.end(),
                       [](const std::string& cell) { return trimmed(cell).empty(); });
}

}  // namespace

std::optional<Refusal> check_import_file(std::string_view bytes) {
    if (bytes.size() > longest_import_bytes) return Refusal::import_too_large;
    if (!is_valid_utf8(bytes)) return Refusal::encoding_not_valid;
    if (trimmed(bytes).empty()) return Refusal::import_empty;
    return std::nullopt;
}

ImportReader::ImportReader(Callback<Id()> make_id) : make_id_(std::move(make_id)) {}

void ImportReader::read_header(std::int64_t row, const std::vector<std::string>& cells) {
    header_read_ = true;
    std::array<bool, import_columns.size()> seen{};
    for (const std::string& cell : cells) {
        const auto found = std::find(import_columns.begin(), import_columns.end(), column_key(cell));
        const auto column = static_cast<std::size_t>(found - import_columns.begin());
        const bool named = !trimmed(cell).empty();
        column_of_cell_.push_back(named ? column : nameless);
        if (!named) continue;  // spreadsheets leave empty columns behind
        if (column == unknown) {
            import_.problems.push_back({row, excerpt(cell), Refusal::column_unknown, excerpt(cell)});
        } else if (seen[column]) {
            import_.problems.push_back({row, std::string(*found), Refusal::column_repeated, excerpt(cell)});
            columns_wrong_ = true;
        } else {
            seen[column] = true;
        }
    }
    for (std::size_t column = name; column < import_columns.size(); ++column) {
        if (seen[column]) continue;
        columns_wrong_ = true;
        const std::string missing(import_columns[column]);
        import_.problems.push_back({row, missing, Refusal::column_missing, missing});
    }
}

void ImportReader::read(std::int64_t row, const std::vector<std::string>& cells) {
    if (is_blank(cells) || import_.refusal) return;
    if (!header_read_) return read_header(row, cells);
    if (columns_wrong_) return;  // every row would be wrong for the same reason
    if (import_.rows.size() == longest_import_rows) {
        import_.refusal = Refusal::import_too_large;
        return;
    }
    ImportRow result;
    result.row = row;
    std::string kind_cell;
    std::string spare;
    std::string* const places[] = {
        &result.number,  &result.name,  &kind_cell, &result.parent, &result.third_party_reference,
        &result.contact, &result.email, &spare};
    for (std::size_t at = 0; at < cells.size(); ++at) {
        const std::size_t column = at < column_of_cell_.size() ? column_of_cell_[at] : nameless;
        if (column != nameless) {
            *places[column] = std::string(trimmed(cells[at]));
        } else if (!trimmed(cells[at]).empty()) {
            import_.problems.push_back(
                {row, "column " + std::to_string(at + 1), Refusal::column_unknown, excerpt(cells[at])});
        }
    }
    if (const auto kind_read = parse_kind(kind_cell)) {
        result.kind = *kind_read;
    } else {
        import_.problems.push_back({row, "kind", Refusal::kind_not_valid, excerpt(kind_cell)});
    }
    result.id = AccountId(make_id_());
    if (rules::has_internal_use(result.kind)) result.internal_use_id = AccountId(make_id_());
    import_.rows.push_back(std::move(result));
}

CsvImport ImportReader::finish() {
    if (!import_.refusal && (!header_read_ || (import_.rows.empty() && !columns_wrong_))) {
        import_.refusal = Refusal::import_empty;
    }
    if (import_.refusal) import_.rows.clear();
    return std::move(import_);
}

}  // namespace parasol
