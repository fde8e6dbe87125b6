// Activity: what was done in an account, by whom, from where, and how it ended; one month after the other.
#include <algorithm>

#include "domain/folding.h"
#include "ui/icons.h"
#include "ui/screen.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

// What is asked of the rows, and of which of them.
struct ActivityQuery {
    std::string search;
    bool refused = false, outside = false;
    std::uint64_t version = 0;  // of the replica's rows
    std::size_t months = 1;
    Instant until = 0;  // 0: now

    friend bool operator==(const ActivityQuery&, const ActivityQuery&) = default;
};

struct ActivityDraft {
    ui::TableState table;
    ActivityQuery query, answered;
    std::vector<const ActivityRow*> rows;  // that fit `answered`, the newest first; as long as its version
};

constexpr ui::ColumnSpec columns[] = {
    {.key = "when", .title = "When", .width = 176, .share = 0},
    {.key = "who", .title = "Who", .width = 130, .share = 1},
    {.key = "from", .title = "From", .width = 150, .share = 2, .lines = 2},
    {.key = "what", .title = "What", .width = 190, .share = 2, .lines = 2},
    {.key = "outcome", .title = "Outcome", .width = 236, .share = 4, .lines = 2},
};

std::string_view who(const ActivityRow& row) {
    return row.person_name.empty() ? std::string_view("Parasol") : std::string_view(row.person_name);
}

std::string what(const ActivityRow& row) { return words::describe(Gist{row.command, row.subject, row.detail}); }

// The first sentence says what is wrong; what to do about it was for who did it.
std::string why(Refusal refusal) {
    const std::string_view words = words::of(refusal);
    return std::string(words.substr(0, words.find(". ")));
}

// The present month and those before.
std::vector<Scope> scopes_of(AccountId account, Instant now, std::size_t months) {
    std::vector<Scope> scopes = {activity_scope(account, utc_month(now))};
    while (scopes.size() < months) scopes.push_back(activity_scope(account, month_before(scopes.back().text)));
    return scopes;
}

void answer(const RowSet& rows, const std::vector<Scope>& scopes, ActivityDraft& draft) {
    const ActivityQuery& query = draft.query;
    draft.rows.clear();
    for (const Scope& scope : scopes) {
        const std::size_t newer = draft.rows.size();
        rows.each<ActivityRow>(scope, [&](const ActivityRow& row) {
            if (query.refused && !row.refusal) return;
            if (query.outside && row.via == Via::own) return;
            if (query.until != 0 && row.time > query.until) return;
            const bool fits = query.search.empty() || contains_folded(who(row), query.search) ||
                              contains_folded(what(row), query.search);
            if (fits) draft.rows.push_back(&row);
        });
        std::reverse(draft.rows.begin() + static_cast<std::ptrdiff_t>(newer), draft.rows.end());
    }
    draft.answered = query;
}

void draw_cell(const Scene& scene, const ActivityRow& row, const ui::Cell& cell) {
    switch (cell.column) {
        case 0: {
            const std::string when = words::date_time(row.time);
            Route before = scene.route;
            before.page = Page::account;
            before.as_of = row.time - 1;
            ui::link(when, to_string(before), {.name = when + ": how it was just before", .quiet = true});
            break;
        }
        case 1: ui::text(who(row)); break;
        case 2: {
            std::string from = row.home_name;
            if (!row.through_name.empty()) from += ", through " + row.through_name;
            ui::text(from);
            break;
        }
        case 3: ui::text(what(row)); break;
        default:
            if (!row.refusal) return ui::badge("Done", ui::Tone::success);
            ui::text("Refused: " + why(*row.refusal), {.color = ui::Color::danger_text});
    }
}

}  // namespace

void draw_activity(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    auto& draft = drafts.of<ActivityDraft>(scene.account(), "activity");
    if (scene.arrived) draft.query.months = 1;
    const RowSet& rows = scene.view.rows();
    auto scopes = scopes_of(scene.account(), scene.now(), draft.query.months);
    draft.query.version = scene.replica.rows_version();
    draft.query.until = scene.is_past() ? scene.now() : 0;

    {
        ui::Split split({.start_room = ui::heading_room});
        {
            ui::Column heading({.gap = 0});
            ui::page_heading("Activity", "What was done in this account: by whom, from where, and how it ended.",
                             scene.arrived);
        }
        split.end();
        draw_look_back(scene, drafts, wishes);
    }
    {
        ui::Row filters;
        ui::search_field("Filter activity", draft.query.search,
                         {.placeholder = "Who or what", .width = ui::narrow() ? 0.0f : 280.0f});
        ui::filter_chip("Refused only", draft.query.refused);
        ui::filter_chip("From outside", draft.query.outside);
    }
    if (draft.query != draft.answered) answer(rows, scopes, draft);
    const bool filtered = !draft.query.search.empty() || draft.query.refused || draft.query.outside;
    const auto row_at = [&](int row) -> const ActivityRow& { return *draft.rows[static_cast<std::size_t>(row)]; };
    {
        ui::Card card({}, {.flush = true, .id = "activity"});
        ui::table("Activity", draft.table,
                  {.columns = columns,
                   .rows = static_cast<int>(draft.rows.size()),
                   .row_id = [&](int row) { return row_at(row).id.high + row_at(row).id.low; },
                   .cell = [&](const ui::Cell& cell) { draw_cell(scene, row_at(cell.row), cell); },
                   .row_name = [&](int row) { return what(row_at(row)); },
                   .empty =
                       [&] {
                           if (filtered) {
                               ui::Empty empty(icon_search, "Nothing matches.", "Change the search or the filters.");
                           } else {
                               ui::Empty empty(icon_history, "Nothing was done here this month.",
                                               "What anybody does in this account is recorded here.");
                           }
                       },
                   .loading = !rows.holds(scopes.front())});
    }
    const auto account = scene.view.account(scene.account());
    const std::string& earliest = scopes.back().text;
    const bool busy = !rows.holds(scopes.back());
    const std::string label = "Earlier: " + words::month(busy ? earliest : month_before(earliest));
    if (account && utc_month(account->signed_up) < earliest && ui::button(label, {.id = "earlier", .busy = busy})) {
        ++draft.query.months;
    }
    wishes.look_at(std::move(scopes));
}

}  // namespace parasol::screens
