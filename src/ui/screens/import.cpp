// CSV in: a file is chosen, read and checked here, shown as a preview in which every bad row is named, and brought in
// by one command, all or nothing.
#include <utility>

#include "domain/csv_import.h"
#include "domain/import_check.h"
#include "domain/text_rules.h"
#include "ui/icons.h"
#include "ui/screens/invite_many.h"
#include "ui/widgets.h"
#include "ui/words.h"
#include "wire/csv.h"

namespace parasol::screens {
namespace {

struct ImportDraft {
    std::string file;
    std::optional<Refusal> refusal;       // of the file as a whole
    std::string fault;                    // the same, where the text could not be read
    std::vector<ImportRow> rows;
    std::vector<ImportProblem> problems;
    bool read = false;
    ui::TableState preview, problem_table;
    bool leads = false;  // the focus to what can be done with the file: what chose it is gone
    std::int64_t given = 0;  // how many accounts the command brings in
    ClientId client;         // of the command, once given
    std::int64_t seq = 0;
    std::vector<AccountId> ids;  // of what it brings in
};

constexpr ui::ColumnSpec preview_columns[] = {
    {.key = "row", .title = "Row", .width = 64, .share = 0},
    {.key = "name", .title = "Name", .width = 200, .share = 3},
    {.key = "kind", .title = "Kind", .width = 110, .share = 0},
    {.key = "number", .title = "Number", .width = 140, .share = 0, .hide_order = 2},
    {.key = "parent", .title = "Parent", .width = 130, .share = 1, .hide_order = 1},
    {.key = "reference", .title = "Third Party Reference", .width = 150, .share = 1, .hide_order = 3},
};
constexpr ui::ColumnSpec problem_columns[] = {
    {.key = "row", .title = "Row", .width = 64, .share = 0},
    {.key = "column", .title = "Column", .width = 180, .share = 0},
    {.key = "reason", .title = "Reason", .width = 420, .share = 8, .lines = 2},
    {.key = "detail", .title = "Found", .width = 130, .share = 1, .hide_order = 1},
};

std::string fault_words(const CsvTable& table) {
    const std::string row = words::number(table.row);
    switch (table.fault) {
        case CsvFault::none: return {};
        case CsvFault::too_large: return std::string(words::of(Refusal::import_too_large));
        case CsvFault::too_many_rows: return std::string(words::of(Refusal::import_too_large));
        case CsvFault::too_many_columns: return "Row " + row + " has more than 100 columns. Remove what is not needed.";
        case CsvFault::wrong_encoding:
            return "Row " + row + " is not UTF-8 text (byte " + words::number(static_cast<long long>(table.byte)) +
                   "). Save the file again as \"CSV UTF-8\".";
        case CsvFault::nul_character:
            return "Row " + row + " holds a zero byte: this is not a text file. Save it again as CSV.";
        case CsvFault::unclosed_quote: return "A quotation mark opened in row " + row + " is never closed.";
        case CsvFault::text_after_quote:
            return "In row " + row + " something follows a closing quotation mark. Double the marks inside a cell.";
    }
    return {};
}

void read_file(ImportDraft& draft, const ChosenFile& file, const View& view, AccountId base,
               const Callback<Id()>& new_id) {
    draft = {};
    draft.file = file.name;
    draft.read = true;
    if (file.refusal == FileRefusal::too_large) {
        draft.refusal = Refusal::import_too_large;
        return;
    }
    if (file.refusal == FileRefusal::unreadable) {
        draft.fault = "The browser could not read this file. Choose it again.";
        return;
    }
    const CsvTable table = read_csv(file.bytes);
    draft.fault = fault_words(table);
    if (!draft.fault.empty()) return;
    CsvImport import = read_import(table.rows, new_id);
    draft.refusal = import.refusal;
    draft.rows = std::move(import.rows);
    if (!draft.refusal) draft.problems = check_import(view.rows(), base, draft.rows, import.problems);
    draft.leads = !draft.refusal && draft.problems.empty();
}

void draw_problems(ImportDraft& draft) {
    const std::string title =
        words::count(static_cast<long long>(draft.problems.size()), "mistake", "mistakes") + " in " + draft.file;
    ui::banner(ui::Tone::danger, title, "Nothing was imported. Correct the file and choose it again.");
    ui::table("Mistakes", draft.problem_table,
              {.columns = problem_columns,
               .rows = static_cast<int>(draft.problems.size()),
               .row_id = [](int row) { return static_cast<std::uint64_t>(row + 1); },
               .cell =
                   [&](const ui::Cell& cell) {
                       const ImportProblem& problem = draft.problems[static_cast<std::size_t>(cell.row)];
                       if (cell.column == 0) ui::text((cell.card ? "Row " : "") + words::number(problem.row));
                       if (cell.column == 1) ui::text(problem.column);
                       if (cell.column == 2) ui::text(words::of(problem.reason));
                       if (cell.column == 3) ui::text(problem.detail);
                   },
               .fills_height = draft.problems.size() > 8});
}

void draw_preview(const Scene& scene, Drafts& drafts, Wishes& wishes, ImportDraft& draft) {
    const std::string title =
        words::count(static_cast<long long>(draft.rows.size()), "account", "accounts") + " in " + draft.file;
    ui::banner(ui::Tone::success, title, "No mistake was found. Nothing is brought in until you press the button.");
    {
        ui::Row row;
        const std::string action =
            "Import " + words::count(static_cast<long long>(draft.rows.size()), "account", "accounts");
        if (std::exchange(draft.leads, false)) ui::focus(ui::id_of(action));
        if (ui::button(action, {.kind = ui::ButtonKind::primary, .icon = icon_upload})) {
            draft.given = static_cast<std::int64_t>(draft.rows.size());
            draft.ids.clear();
            for (const ImportRow& one : draft.rows) draft.ids.push_back(one.id);
            wishes.command(scene.account(), ImportAccounts{std::move(draft.rows)},
                           [kept = drafts.share<ImportDraft>(scene.account(), "import")](const CommandHandle& handle) {
                               if (handle.refusal) {
                                   kept->refusal = handle.refusal;
                                   kept->problems = handle.problems;
                                   return;
                               }
                               kept->client = handle.client;
                               kept->seq = handle.seq;
                           });
            draft.rows.clear();
            return;
        }
        if (ui::button("Choose another file")) {
            draft = {};
            return;
        }
    }
    ui::table("Preview", draft.preview,
              {.columns = preview_columns,
               .rows = static_cast<int>(draft.rows.size()),
               .row_id = [&](int row) { return draft.rows[static_cast<std::size_t>(row)].id.low; },
               .cell =
                   [&](const ui::Cell& cell) {
                       const ImportRow& row = draft.rows[static_cast<std::size_t>(cell.row)];
                       switch (cell.column) {
                           case 0: ui::text((cell.card ? "Row " : "") + words::number(cell.row + 2)); break;
                           case 1: ui::text(row.name); break;
                           case 2: ui::text(words::kind(row.kind)); break;
                           case 3: ui::text(row.number.empty() ? "given on import" : row.number); break;
                           case 4: ui::text(row.parent.empty() ? "this account" : row.parent); break;
                           default: ui::text(row.third_party_reference);
                       }
                   },
               .fills_height = true});
}

// The command that was given: waiting, refused or done. True while there is something to say.
bool draw_given(const Scene& scene, Drafts& drafts, ImportDraft& draft, Wishes& wishes) {
    if (draft.seq == 0) return false;
    switch (scene.replica.state_of(draft.client, draft.seq)) {
        case CommandState::applied:
        case CommandState::waiting:
            ui::progress_bar("Importing", -1, "The accounts are being checked and stored");
            return true;
        case CommandState::ended: {
            const std::string accounts = words::count(draft.given, "account", "accounts");
            ui::banner(ui::Tone::success, "Imported " + accounts + " from " + draft.file + ".");
            ui::Row row;
            ui::link("Show accounts", scene.link(Page::accounts), {.looks_like_button = true});
            if (ui::link("Invite administrators", scene.link(Page::invite_administrators),
                         {.icon = icon_user_plus, .looks_like_button = true})) {
                auto& many = drafts.of<InviteManyDraft>(scene.account(), "invite-many");
                many.collected = many.reports = false;
                many.imported = draft.ids;
                many.file = draft.file;
                many.imported_only = true;
            }
            if (ui::button("Import another file")) draft = {};
            return true;
        }
        case CommandState::refused:
            for (const RefusedCommand& refused : scene.replica.outcomes()) {
                if (refused.envelope.client != draft.client || refused.envelope.seq != draft.seq) continue;
                draft.refusal = refused.outcome.refusal;
                draft.problems = refused.outcome.problems;
                wishes.dismiss(draft.client, draft.seq);
            }
            draft.seq = 0;
            return false;
    }
    return false;
}

}  // namespace

void draw_import(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    auto& draft = drafts.of<ImportDraft>(scene.account(), "import");
    const std::string name = scene.view.name_of(scene.account());
    const std::string sentence = "Below " + name + ". All of a file comes in, or nothing of it.";
    ui::page_heading("Import accounts", sentence, scene.arrived);
    if (!scene.may(Permission::manage)) {
        ui::Empty empty(icon_ban, "Your role does not permit importing accounts.",
                        "An account owner of this account or above it can.");
        return;
    }
    if (draw_given(scene, drafts, draft, wishes)) return;
    const bool wrong = !draft.fault.empty() || !draft.problems.empty() || draft.refusal;
    if (!wrong && !draft.rows.empty()) {
        draw_preview(scene, drafts, wishes, draft);
        return;
    }
    // What chose the file stays where it was, and has the focus: what is wrong with the file stands below it.
    const auto chosen = [kept = drafts.share<ImportDraft>(scene.account(), "import"), &replica = scene.replica,
                         base = scene.account(), new_id = wishes.new_id](const ChosenFile& file) {
        if (file.refusal != FileRefusal::cancelled) read_file(*kept, file, replica.view(), base, new_id);
    };
    ui::choose_file("Choose a CSV file",
                    {.max_bytes = longest_import_bytes,
                     .hint = "CSV with the columns number, name, kind, parent, third_party_reference, contact, email; "
                             "at most 10,000 rows and 5 MB."},
                    chosen);
    if (ui::button("Download template", {.icon = icon_download})) {
        std::string text;
        write_csv_row(text, std::vector<std::string>(import_columns.begin(), import_columns.end()));
        write_csv_row(text, {"", "Example Ltd", "customer", "", "REF-1", "Ann Example", "ann@example.com"});
        scene.platform.save_file("parasol-accounts.csv", "text/csv", text);
    }
    if (!draft.fault.empty()) {
        ui::banner(ui::Tone::danger, draft.file + " cannot be read.", draft.fault);
    } else if (!draft.problems.empty()) {
        draw_problems(draft);
    } else if (draft.refusal) {
        ui::banner(ui::Tone::danger, draft.file + " was refused.", words::of(*draft.refusal));
    }
}

}  // namespace parasol::screens
