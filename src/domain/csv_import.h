// From the cells of a CSV file of accounts to the rows of an import (PRODUCT 4). Reading the bytes into cells
// is wire/csv.h's; whether the accounts fit into the tree is import_check.h's.
//
// The header names the columns, in any order and case: number (may be missing), name, kind, parent,
// third_party_reference, contact, email. Kinds are written partner, reseller, customer, internal use.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/callback.h"
#include "domain/commands.h"

namespace parasol {

// The header as the template to download has it.
inline constexpr std::array<std::string_view, 7> import_columns = {
    "number", "name", "kind", "parent", "third_party_reference", "contact", "email"};

// A file that cannot be read at all: import_empty, import_too_large (more than longest_import_bytes),
// encoding_not_valid. Asked with the whole file before anything else is done with it.
std::optional<Refusal> check_import_file(std::string_view bytes);

struct CsvImport {
    std::optional<Refusal> refusal;  // import_empty, import_too_large: nothing was read
    std::vector<ImportRow> rows;     // none where a column is wrong
    std::vector<ImportProblem> problems;
};

// Takes the file's rows of cells one after the other, the header first.
class ImportReader {
  public:
    // Ids of new accounts come from `make_id`.
    explicit ImportReader(Callback<Id()> make_id);
    // `row` is where it is in the file, from 1.
    void read(std::int64_t row, const std::vector<std::string>& cells);
    CsvImport finish();

  private:
    void read_header(std::int64_t row, const std::vector<std::string>& cells);

    Callback<Id()> make_id_;
    bool header_read_ = false;
    bool columns_wrong_ = false;  // missing or repeated
    std::vector<std::size_t> column_of_cell_;  // index into import_columns
    CsvImport import_;
};

// Of anything whose rows have `row` and `cells` (wire/csv.h). Refused where there are more than
// longest_import_rows besides the header.
template <class Rows>
CsvImport read_import(const Rows& rows, Callback<Id()> make_id) {
    ImportReader reader(std::move(make_id));
    for (const auto& row : rows) reader.read(row.row, row.cells);
    return reader.finish();
}

}  // namespace parasol
