// Notices: what happened that concerns the person, the newest first, and what of it they want to be told.
#include <vector>

#include "domain/notices.h"
#include "ui/icons.h"
#include "ui/screen.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

struct NoticesDraft {
    ui::TableState table;
    bool choosing = false;
    std::int64_t muted = 0;  // as chosen in the dialog
    std::int64_t mailed = 0;

    void close_dialogs() { choosing = false; }
};

constexpr ui::ColumnSpec columns[] = {
    {.key = "what", .title = "What", .width = 300, .share = 4, .lines = 2},
    {.key = "account", .title = "Account", .width = 180, .share = 2},
    {.key = "when", .title = "When", .width = 190, .share = 0},
    {.key = "state", .title = "State", .width = 150, .share = 0, .title_hidden = true},
};

void draw_account(const Scene& scene, Wishes& wishes, const NoticeRow& notice) {
    const auto to = notice.account.is_none() ? std::nullopt : scene.best_route(notice.account, Page::federation);
    if (!to) return ui::text(notice.account_name);
    const bool of_people = topic_of(notice.kind) == NoticeTopic::invitations ||
                           notice.kind == NoticeKind::invitation_expiring;
    Route route = *to;
    if (of_people) route.page = Page::administrators;
    if (ui::link(notice.account_name, to_string(route)) && !notice.read) {
        wishes.command(scene.route.home, ReadNotices{{notice.id}});
    }
}

void draw_cell(const Scene& scene, Wishes& wishes, const NoticeRow& notice, const ui::Cell& cell) {
    switch (cell.column) {
        case 0:
            ui::text(words::describe(notice),
                     {.weight = notice.read ? ui::Weight::regular : ui::Weight::semibold});
            break;
        case 1: draw_account(scene, wishes, notice); break;
        case 2: ui::text(words::date_time(notice.time)); break;
        default:
            if (notice.read) return ui::muted("Read");
            if (ui::button("Mark as read", {.name = "Mark as read: " + words::describe(notice)})) {
                wishes.command(scene.route.home, ReadNotices{{notice.id}});
            }
    }
}

void draw_choice(const Scene& scene, NoticesDraft& draft, Wishes& wishes) {
    if (!draft.choosing) return;
    ui::Dialog dialog("Choose Notices", draft.choosing,
                      {.width = 480, .description = "What you want to hear about from now on. What you do yourself is "
                                                    "never told to you."});
    if (!dialog) return;
    for (int at = 0; at < notice_topic_count; ++at) {
        const auto topic = static_cast<NoticeTopic>(at);
        bool wanted = !is_muted(draft.muted, topic);
        ui::Column one({.gap = 2});
        if (ui::switch_button(words::topic(topic).title, wanted)) draft.muted ^= std::int64_t{1} << at;
        ui::muted(words::topic(topic).help, ui::Type::small);
        if (!scene.server.mail) continue;
        const std::int64_t bit = std::int64_t{1} << at;
        bool mailed = wanted && (draft.mailed & bit) != 0;
        const std::string name = words::said({words::topic(topic).title, " by e-mail"});
        if (ui::checkbox(name, mailed, {.disabled = wanted ? "" : "What you do not hear about is not mailed."})) {
            draft.mailed ^= bit;
        }
    }
    dialog.footer();
    if (ui::button("Cancel")) dialog.close();
    if (ui::button("Save", {.kind = ui::ButtonKind::primary})) {
        if (draft.muted != scene.view.muted_notices() || draft.mailed != scene.view.mailed_notices()) {
            SetNoticePreferences set{draft.muted, {}};
            if (scene.server.mail) set.mailed = draft.mailed;
            wishes.command(scene.route.home, std::move(set));
        }
        dialog.close();
    }
}

}  // namespace

void draw_notices(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    auto& draft = drafts.of<NoticesDraft>({}, "notices");
    const auto notices = scene.view.notices();
    ReadNotices all;
    for (const NoticeRow* notice : notices) {
        if (!notice->read) all.notices.push_back(notice->id);
    }
    {
        ui::Split split({.start_room = ui::heading_room});
        {
            ui::Column heading({.gap = 0});
            ui::page_heading("Notices", "What happened in your accounts and federations that concerns you.",
                             scene.arrived);
        }
        split.end();
        if (ui::button("Choose Notices", {.icon = icon_bell, .opens = semantics::Opens::dialog})) {
            draft.choosing = true;
            draft.muted = scene.view.muted_notices();
            draft.mailed = scene.view.mailed_notices();
        }
        const std::string_view none = all.notices.empty() ? "Everything is read." : "";
        if (ui::button("Mark All as Read", {.icon = icon_check, .disabled = none})) {
            wishes.command(scene.route.home, std::move(all));
        }
    }
    const auto notice_at = [&](int row) -> const NoticeRow& { return *notices[static_cast<std::size_t>(row)]; };
    ui::table("Notices", draft.table,
              {.columns = columns,
               .rows = static_cast<int>(notices.size()),
               .row_id = [&](int row) { return notice_at(row).id.high ^ notice_at(row).id.low; },
               .cell = [&](const ui::Cell& cell) { draw_cell(scene, wishes, notice_at(cell.row), cell); },
               .row_name = [&](int row) { return words::describe(notice_at(row)); },
               .empty =
                   [&] {
                       ui::Empty empty(icon_bell, "There are no notices.",
                                       "Requests, decisions, members that leave, limits and invitations that concern "
                                       "you appear here.");
                   },
               .fills_height = true});
    draw_choice(scene, draft, wishes);
}

}  // namespace parasol::screens
