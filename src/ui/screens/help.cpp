// Help: "Words used here", the table of roles, and whom to ask.
#include "domain/folding.h"
#include "ui/screen.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

struct HelpDraft {
    std::string search;
    std::string opened_section;  // the section of the address that `search` was last set from
    ui::TableState roles;
};

void draw_words(HelpDraft& draft) {
    ui::Card card("Words used here");
    ui::search_field("Search words", draft.search, {.placeholder = "Native, Customer Portal, client ..."});
    bool any = false;
    ui::Facts facts(220);
    for (const words::Term& term : words::glossary()) {
        if (!contains_folded(term.word, draft.search) && !contains_folded(term.also, draft.search) &&
            !contains_folded(term.meaning, draft.search)) {
            continue;
        }
        any = true;
        facts.begin_row(term.word);
        ui::text(term.meaning);
        if (!term.also.empty()) ui::muted("Also called: " + std::string(term.also), ui::Type::small);
        facts.end_row();
    }
    if (!any) ui::muted("No word matches. Try a shorter part of it.");
}

void draw_roles(HelpDraft& draft) {
    ui::Card card("Roles", {.flush = true});
    static constexpr ui::ColumnSpec columns[] = {
        {.key = "may", .title = "May", .width = 260, .share = 3, .lines = 3},
        {.key = "owner", .title = "Account owner", .width = 120},
        {.key = "billing", .title = "Billing administrator", .width = 150},
        {.key = "service", .title = "Service administrator", .width = 150},
        {.key = "viewer", .title = "Viewer", .width = 80},
    };
    const auto permissions = words::permissions();
    ui::table("Roles", draft.roles,
              {.columns = columns,
               .rows = static_cast<int>(permissions.size()),
               .row_id = [](int row) { return static_cast<std::uint64_t>(row + 1); },
               .cell =
                   [&](const ui::Cell& cell) {
                       const auto& permission = permissions[static_cast<std::size_t>(cell.row)];
                       if (cell.column == 0) return ui::text(permission.words);
                       const auto role = static_cast<Role>(cell.column - 1);
                       ui::text(permits(role, permission.permission) ? "yes" : "-");
                   }});
}

}  // namespace

void draw_help(const Scene& scene, Drafts& drafts, Wishes&) {
    auto& draft = drafts.of<HelpDraft>({}, "help");
    if (draft.opened_section != scene.route.section) {
        draft.opened_section = scene.route.section;
        draft.search = scene.route.section;
    }
    ui::page_heading("Help", "What the words mean, and who may do what.", scene.arrived);
    draw_words(draft);
    draw_roles(draft);
    ui::Card card("Whom to ask");
    ui::Facts facts;
    facts.row("Set-up", "setup@parasol.example");
    facts.row("Sales", "sales@parasol.example");
    facts.row("Support", "support@parasol.example");
}

}  // namespace parasol::screens
