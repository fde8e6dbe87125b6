// "As of a date": how the account was at a moment that the reader names.
#include "domain/text_rules.h"
#include "ui/icons.h"
#include "ui/screen.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

struct LookBackDraft {
    bool open = false;
    std::string day, time;
    std::string day_error;
    void close_dialogs() { open = false; }
};

struct Distance {
    std::string_view words;
    Duration back;
};
constexpr Distance distances[] = {
    {"A day ago", one_day}, {"A week ago", 7 * one_day}, {"30 days ago", 30 * one_day}};

void go_to(const Scene& scene, Wishes& wishes, LookBackDraft& draft, Instant at) {
    draft.open = false;
    Route to = scene.route;
    to.as_of = at;
    wishes.go(to);
}

void read(const Scene& scene, Wishes& wishes, LookBackDraft& draft) {
    const Instant now = scene.replica.now();
    auto at = words::read_date_time(draft.day, draft.time);
    // The end of a day that has not ended is now.
    const bool today = at && trimmed(draft.time).empty() && words::date(*at) == words::date(now);
    if (today) at = now;
    if (!at) draft.day_error = "This cannot be read as a date and a time. Type them like 22 Nov 2026 and 14:30.";
    else if (*at > now) draft.day_error = "That has not come yet. Choose a moment that has passed.";
    else return go_to(scene, wishes, draft, *at);
    ui::focus_error();
}

}  // namespace

void draw_look_back(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    auto& draft = drafts.of<LookBackDraft>(scene.account(), "look-back");
    if (ui::button("As of a date", {.icon = icon_history, .opens = semantics::Opens::dialog})) {
        draft = {};
        draft.open = true;
    }
    if (!draft.open) return;
    ui::Dialog dialog("As of a date", draft.open,
                      {.description = "Shows accounts, federations and administrators as they were. Nothing can be "
                                      "changed there."});
    if (!dialog) return;
    {
        ui::Row row;
        for (const Distance& one : distances) {
            if (ui::button(one.words)) go_to(scene, wishes, draft, scene.replica.now() - one.back);
        }
    }
    const auto day = ui::text_field("Date", draft.day,
                                    {.description = "Such as 22 Nov 2026, 22/11/2026 or 2026-11-22.",
                                     .error = draft.day_error,
                                     .autocomplete = "off",
                                     .required = true,
                                     .autofocus = true});
    const auto time = ui::text_field("Time", draft.time,
                                     {.description = "Such as 14:30. Empty: the end of that day.",
                                      .autocomplete = "off",
                                      .optional = true});
    if (day || time) draft.day_error.clear();
    dialog.footer();
    if (ui::button("Cancel")) dialog.close();
    if (ui::button("Look Back", {.kind = ui::ButtonKind::primary}) || day.submitted || time.submitted) {
        read(scene, wishes, draft);
    }
}

}  // namespace parasol::screens
