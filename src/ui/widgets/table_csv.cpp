// "Download NAME as CSV": a table as a file, with what its cells say.
#include <algorithm>
#include <string>
#include <vector>

#include "ui/widgets/buttons.h"
#include "ui/widgets/table_layout.h"
#include "wire/csv.h"

namespace parasol::ui::internal {
namespace {

std::string file_name(std::string_view table) {
    std::string name = "parasol-";
    for (const char c : table) name += c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return name + ".csv";
}

// The order and the filter are the reader's: what is there to see, all of it, is what is saved. Columns that only hold
// controls (their titles are hidden) say nothing.
std::string csv_of(const TableOptions& options) {
    std::string file = "\xEF\xBB\xBF";  // spreadsheets read a file without it in an encoding of their own
    std::vector<std::string> cells;
    for (const ColumnSpec& column : options.columns) {
        if (!column.title_hidden) cells.emplace_back(column.title);
    }
    write_csv_row(file, cells);
    std::string words;
    context().written = &words;
    for (int row = 0; row < options.rows; ++row) {
        cells.clear();
        for (std::size_t at = 0; at < options.columns.size(); ++at) {
            if (options.columns[at].title_hidden) continue;
            words.clear();
            options.cell({.row = row, .column = static_cast<int>(at)});
            cells.push_back(words);
        }
        write_csv_row(file, cells);
    }
    context().written = nullptr;
    return file;
}

}  // namespace

Box draw_saving(std::string_view name, const TableOptions& options, Box line) {
    const float size = icon_button_size(true);
    const float y = line.y + std::max(0.0f, line.height - size) / 2;
    begin_root_flow({line.right() - size, y, size, 0}, 0);
    const std::string label = "Download " + std::string(name) + " as CSV";
    const bool pressed = icon_button(icon_download, label, {.kind = ButtonKind::quiet, .small = true});
    if (pressed) platform().save_file(file_name(name), "text/csv", csv_of(options));
    end_root_flow();
    return {line.right() - size, y, size, size};
}

}  // namespace parasol::ui::internal
