// The base account screen: the sub accounts as a table, with the ways into each.
#include "ui/account_list.h"
#include "ui/icons.h"
#include "ui/screen.h"
#include "ui/screens/add_account.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

// Of a frame, for sorting and filtering; more in the one that answers a press, and while there is nothing to show yet.
constexpr double slice_ms = 12;
constexpr double answer_slice_ms = 30;
constexpr double first_slice_ms = 40;

struct AccountsDraft {
    AccountQuery query;
    AccountList list;
    ui::TableState table{.sort_column = 0};
};

constexpr ui::ColumnSpec columns[] = {
    {.key = "name", .title = "Name", .width = 250, .share = 3, .sortable = true},
    {.key = "kind", .title = "Kind", .width = 106, .share = 0, .sortable = true, .hide_order = 3},
    {.key = "number", .title = "Account Number", .width = 148, .share = 0, .sortable = true, .hide_order = 4},
    {.key = "state", .title = "State", .width = 102, .share = 0, .sortable = true, .hide_order = 1},
    {.key = "accounts", .title = "Accounts", .width = 100, .share = 0, .sortable = true, .align = ui::Align::end,
     .hide_order = 5},
    {.key = "users", .title = "Users", .width = 78, .share = 0, .sortable = true, .align = ui::Align::end,
     .hide_order = 6},
    {.key = "requests", .title = "Requests", .width = 102, .share = 0, .sortable = true, .align = ui::Align::end,
     .hide_order = 2},
    {.key = "links", .title = "Links", .width = 96, .share = 0, .title_hidden = true},
};

void draw_cell(const Scene& scene, AccountsDraft& draft, const AccountIndexRow& row, const ui::Cell& cell) {
    const View& view = scene.view;
    const bool base = is_base(row.kind);
    switch (static_cast<AccountColumn>(cell.column)) {
        case AccountColumn::name: {
            ui::row_opener(draft.table, row.id.low, "Show offers of " + row.name);
            ui::link(row.name, scene.link_to(row.id, Page::account), {.quiet = true, .width = cell.width - 36});
            break;
        }
        case AccountColumn::kind: ui::text(words::kind(row.kind)); break;
        case AccountColumn::number: ui::text(words::account_number(row.number)); break;
        case AccountColumn::state: {
            const bool above = view.effective_state(row.id) != row.state;
            ui::badge(words::state(row.state, above), words::tone(row.state, above));
            break;
        }
        case AccountColumn::accounts:
            ui::text(base ? words::number(view.below(row.id).accounts) : cell.card ? "None" : "");
            break;
        case AccountColumn::users: ui::text(words::number(view.below(row.id).users + row.users)); break;
        case AccountColumn::requests: {
            const auto open = view.below(row.id).open_requests + row.open_requests;
            if (open > 0) {
                ui::count_badge(open, words::count(open, "open request", "open requests"), ui::Tone::warning);
            } else {
                ui::text("0", {.color = ui::Color::text_faint});
            }
            break;
        }
        default: {
            // What every row has comes first, so that it is one column.
            ui::icon_link(icon_layers, "Portal Link", scene.link_to(row.id, Page::services));
            if (base) ui::icon_link(icon_folder_tree, "Account Link", scene.link_to(row.id, Page::accounts));
            break;
        }
    }
}

void take_order(AccountsDraft& draft) {
    if (draft.table.sort_column < 0) return;
    draft.query.sort = static_cast<AccountColumn>(draft.table.sort_column);
    draft.query.descending = draft.table.descending;
}

void draw_table(const Scene& scene, AccountsDraft& draft) {
    const auto& order = draft.list.order();
    const auto row_at = [&](int index) { return scene.view.index_row(order[static_cast<std::size_t>(index)]); };
    const AccountQuery& query = draft.query;
    const bool searching = !query.search.empty() || query.without_administrator || query.in_federation;
    const bool sorted = ui::table(
        "Accounts", draft.table,
        {.columns = columns,
         .rows = static_cast<int>(order.size()),
         .row_id = [&](int row) { return order[static_cast<std::size_t>(row)].low; },
         .cell =
             [&](const ui::Cell& cell) {
                 if (const AccountIndexRow* row = row_at(cell.row)) draw_cell(scene, draft, *row, cell);
             },
         .row_name =
             [&](int index) {
                 const AccountIndexRow* row = row_at(index);
                 return row ? row->name : std::string();
             },
         .index_of = [&](std::uint64_t id) { return draft.list.index_of(id); },
         .details =
             [&](int index) {
                 const AccountIndexRow* row = row_at(index);
                 if (!row) return;
                 ui::muted("No offers are enabled for " + row->name +
                           " yet, so it has no available services. Offers are enabled by the account it buys from.");
             },
         .empty =
             [&] {
                 if (searching) {
                     ui::Empty empty(icon_search, "No account matches.", "Change the search or the filter.");
                 } else {
                     ui::Empty empty(icon_folder_tree, "There are no accounts below this one yet.",
                                     "Add one with \"Add Account\", or bring in many from a CSV file.");
                 }
             },
         .loading = !draft.list.complete() || !scene.view.children_known(scene.account()),
         .fills_height = true});
    if (sorted) take_order(draft);
}

}  // namespace

void draw_accounts(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    auto& draft = drafts.of<AccountsDraft>(scene.account(), "accounts");
    const auto summary = scene.view.account(scene.account());
    if (summary && !is_base(summary->kind)) {
        ui::page_heading("Accounts", {}, scene.arrived);
        ui::Empty empty(icon_folder_tree, "This account has no accounts below it.",
                        "Only the operator, partners and resellers have sub accounts.");
        return;
    }
    draft.query.base = scene.account();
    if (ui::recall_order("Accounts", draft.table, columns)) take_order(draft);
    AddedAccount& added = drafts.of<AddedAccount>(scene.account(), "added");
    Platform& platform = scene.platform;
    const double budget_ms = !draft.list.complete()           ? first_slice_ms
                             : draft.list.is_new(draft.query) ? answer_slice_ms
                                                              : slice_ms;
    const bool filling = !scene.replica.status().sync.first_pull_complete;
    if (draft.list.update(scene.view, scene.replica.rows_version(), draft.query, filling, budget_ms,
                          [&platform] { return platform.now_ms(); })) {
        platform.wake(1);
    } else if (draft.list.is_behind(scene.replica.rows_version())) {
        platform.wake_at(platform.now_ms() + AccountList::while_filling_ms);
    } else if (scene.view.index_row(added.id) != nullptr) {
        draft.table.go_to = added.id.low;  // unless a filter leaves it out
        added.id = {};
    }
    {
        ui::Split split({.start_room = ui::heading_room});
        const std::string sentence = "Below " + (summary ? summary->name : std::string("this account")) + ": " +
                                     words::count(scene.view.below(scene.account()).accounts, "account", "accounts") +
                                     " in all.";
        {
            ui::Column heading({.gap = 0});
            ui::page_heading("Accounts", sentence, scene.arrived);
        }
        split.end();
        if (scene.may(Permission::manage)) {
            ui::link("Import accounts", scene.link(Page::import_accounts),
                     {.icon = icon_upload, .looks_like_button = true});
            if (ui::button("Add Account", {.kind = ui::ButtonKind::primary,
                                           .icon = icon_plus,
                                           .opens = semantics::Opens::dialog})) {
                drafts.begin<AddAccountDraft>(scene.account(), "add-account");
            }
        }
    }
    {
        ui::Row filters;
        ui::search_field("Filter accounts", draft.query.search,
                         {.placeholder = "Name, number or reference", .width = ui::narrow() ? 0.0f : 280.0f});
        ui::filter_chip("Has no administrator yet", draft.query.without_administrator, icon_user_plus);
        ui::filter_chip("In a federation", draft.query.in_federation, icon_network);
        if (draft.query.without_administrator && scene.may(Permission::manage)) {
            ui::link("Invite administrators", scene.link(Page::invite_administrators),
                     {.icon = icon_user_plus, .looks_like_button = true});
        }
        if (draft.list.complete()) {
            const auto shown = static_cast<long long>(draft.list.order().size());
            const auto all = static_cast<long long>(draft.list.total());
            const std::string accounts = words::count(all, "account", "accounts");
            ui::muted(shown == all ? accounts + " directly below" : words::number(shown) + " of " + accounts,
                      ui::Type::small);
        }
    }
    draw_table(scene, draft);
    draw_add_account(scene, drafts, wishes);
}

}  // namespace parasol::screens
