// A chosen file by libFuzzer: the reader of CSV, and the import's preview beside the rule that decides it.
#include <algorithm>

#include "domain/csv_import.h"
#include "domain/import_check.h"
#include "domain/text_rules.h"
#include "domain/world.h"
#include "fuzz/must.h"
#include "wire/csv.h"

namespace {

using namespace parasol;
using fuzz::must;

struct Tree : world::World {
    AccountId north = partner("North");
    AccountId moor = add(north, AccountKind::reseller, "Moor", "MOOR");
    AccountId elm = add(moor, AccountKind::customer, "Elm", "ELM");
};

// Written for a spreadsheet and read again: the same cells, but for the apostrophe before what looks like a formula.
void goes_round(const CsvTable& table) {
    std::string text = "\xEF\xBB\xBF";  // as every table that is downloaded begins: a first cell may begin so, too
    for (const CsvRow& row : table.rows) write_csv_row(text, row.cells, table.separator);
    if (text.size() > largest_csv_bytes) return;
    const CsvTable again = read_csv(text, table.separator);
    must(again.fault == CsvFault::none, "a file that was written does not read", text);
    must(again.rows.size() == table.rows.size(), "a row was lost", text);
    for (std::size_t at = 0; at < again.rows.size(); ++at) {
        const auto& before = table.rows[at].cells;
        const auto& after = again.rows[at].cells;
        must(before.size() == after.size(), "a cell was lost", text);
        for (std::size_t cell = 0; cell < before.size(); ++cell) {
            must(after[cell] == before[cell] || after[cell] == "'" + before[cell], "a cell changed", text);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    check_import_file(input);
    const CsvTable table = read_csv(input);
    must(table.fault == CsvFault::none || table.rows.empty(), "rows beside a fault");
    must(table.byte <= size && table.rows.size() <= most_csv_rows + 1, "more than there is");
    for (const CsvRow& row : table.rows) {
        must(!row.cells.empty() && row.cells.size() <= most_csv_columns, "a row without cells, or with too many");
        for (const std::string& cell : row.cells) must(is_valid_utf8(cell), "a cell is not UTF-8", cell);
    }
    goes_round(table);

    static Tree tree;
    std::uint64_t made = 0;
    const CsvImport import = read_import(table.rows, [&made] { return make_uuid7(1, 2, ++made); });
    must(!import.refusal || import.rows.empty(), "rows of a refused file");
    // The preview may know less than the rule; what the rule would take it does not find fault with.
    Work work(tree.rows);
    const ImportPlan plan = plan_import(work, tree.north, import.rows, import.problems);
    const auto preview = check_import(tree.rows, tree.north, import.rows, import.problems);
    must(plan.problems.size() <= most_import_problems, "more problems than are told");
    must(!plan.problems.empty() || preview.empty(), "the preview refuses what the rule takes");
    must(std::is_sorted(plan.problems.begin(), plan.problems.end(),
                        [](const auto& one, const auto& other) { return one.row < other.row; }),
         "problems out of order");
    return 0;
}
