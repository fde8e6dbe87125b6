// Who administers a federation, and naming them.
#include <algorithm>

#include "domain/sort_by.h"
#include "ui/icons.h"
#include "ui/screens/federation.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

constexpr ui::ColumnSpec columns[] = {
    {.key = "name", .title = "Name", .width = 160, .share = 3},
    {.key = "since", .title = "Since", .width = 130, .share = 0, .hide_order = 2},
    {.key = "by", .title = "Named by", .width = 140, .share = 2, .hide_order = 1},
    {.key = "actions", .title = "Actions", .width = 56, .share = 0, .title_hidden = true},
};

struct Nominee {
    PersonId person;
    std::string name, email;
    AccountId through;
};

// The administrators of home and of what is below it, as far as they are held, who are not in office.
std::vector<Nominee> nominees_of(const Scene& scene, const FederationRow& federation) {
    const auto in_office = scene.view.federation_administrators(federation.id);
    std::vector<Nominee> nominees;
    for (const auto& [scope, rows] : scene.view.rows().scopes()) {
        if (scope.kind != ScopeKind::people) continue;
        const AccountId account(scope.id);
        if (scene.view.breadcrumb(scene.route.home, account).empty()) continue;
        rows.each<GrantRow>([&](const GrantRow& grant) {
            const bool known =
                std::any_of(nominees.begin(), nominees.end(),
                            [&](const Nominee& other) { return other.person == grant.person; }) ||
                std::any_of(in_office.begin(), in_office.end(),
                            [&](const auto* other) { return other->person == grant.person; });
            if (!known) nominees.push_back({grant.person, grant.person_name, grant.person_email, account});
        });
    }
    sort_in_order(nominees, [](const Nominee& a, const Nominee& b) {
        return a.name != b.name ? a.name < b.name : a.person < b.person;
    });
    return nominees;
}

void draw_name(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
               const FederationRow& federation) {
    if (!draft.naming) return;
    ui::Dialog dialog("Name Federation Administrator", draft.naming,
                      {.width = 560,
                       .description = "Looks after all accounts of the federation, each as far as that account's limit "
                                      "lets it, and decides here who joins."});
    if (!dialog) return;
    const auto nominees = nominees_of(scene, federation);
    std::vector<ui::Option> options;
    for (const Nominee& nominee : nominees) options.push_back({nominee.name, nominee.email});
    if (ui::select("Person", draft.nominee, options,
                   {.description = "Administrators of this account and of your own. Somebody else is invited to one of "
                                   "them first, as a viewer for instance.",
                    .error = draft.nominee_error,
                    .disabled = options.empty() ? "Every administrator here is in office already." : "",
                    .placeholder = "Choose a person",
                    .required = true})) {
        draft.nominee_error = {};
    }
    dialog.footer();
    if (ui::button("Cancel")) dialog.close();
    if (ui::button("Name", {.kind = ui::ButtonKind::primary})) {
        const auto chosen = static_cast<std::size_t>(draft.nominee);
        if (chosen >= nominees.size()) {
            draft.nominee_error = "Choose one of them.";
            return ui::focus_error();
        }
        wishes.command(scene.account(),
                       NameFederationAdministrator{federation.id, FederationAdministratorId(wishes.new_id()),
                                                   nominees[chosen].person, nominees[chosen].through},
                       [kept = shared_draft(scene, drafts),
                        name = nominees[chosen].name](const CommandHandle& handle) {
                           kept->nominee_error = words::of(handle.refusal);
                           if (handle.refusal) return ui::focus_error();
                           kept->naming = false;
                           say_when_done(*kept, handle, "Named " + name + " as federation administrator.");
                       });
    }
}

void draw_end(const Scene& scene, Wishes& wishes, FederationDraft& draft, const FederationRow& federation) {
    if (!draft.asks_end) return;
    const auto in_office = scene.view.federation_administrators(federation.id);
    const auto found = std::find_if(in_office.begin(), in_office.end(),
                                    [&](const auto* row) { return row->id == draft.ending; });
    if (found == in_office.end()) {
        draft.asks_end = false;
        return;
    }
    static constexpr std::string_view points[] = {
        "This person no longer reaches the members' accounts through the federation.",
        "Roles given on accounts stay, also those that this person gave."};
    const std::string title = "End " + (*found)->person_name + "?";
    if (ui::confirm(title, draft.asks_end, "End", {.points = points}) == ui::Confirmed::yes) {
        draft.asks_end = false;
        wishes.command(scene.account(), EndFederationAdministrator{federation.id, draft.ending});
    }
}

void draw_table(FederationDraft& draft, const std::vector<const FederationAdministratorRow*>& in_office,
                bool names) {
    ui::table("Federation administrators", draft.administrators_table,
              {.columns = columns,
               .rows = static_cast<int>(in_office.size()),
               .row_id = [&](int row) { return in_office[static_cast<std::size_t>(row)]->id.low; },
               .cell = [&](const ui::Cell& cell) {
                   const auto& row = *in_office[static_cast<std::size_t>(cell.row)];
                   switch (cell.column) {
                       case 0: ui::text(row.person_name, {.weight = ui::Weight::medium}); break;
                       case 1: ui::text(words::date(row.since)); break;
                       case 2: ui::text(row.named_by_name); break;
                       default:
                           if (names && ui::icon_button(icon_x, "End " + row.person_name,
                                                        {.opens = semantics::Opens::dialog})) {
                               draft.ending = row.id;
                               draft.asks_end = true;
                           }
                   }
               }});
}

}  // namespace

void draw_federation_administrators(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                                    const FederationRow& federation) {
    const auto in_office = scene.view.federation_administrators(federation.id);
    const bool names = federation.owner == scene.account() && scene.manages_itself();
    const std::string title = words::counted("Federation administrators", in_office.size());
    ui::Card card(title, {.id = "federation administrators"});
    if (in_office.empty()) {
        ui::muted("None named yet. Each account is looked after by its own administrators.");
    } else {
        draw_table(draft, in_office, names);
    }
    if (names && ui::button("Name Federation Administrator",
                            {.icon = icon_user_plus, .opens = semantics::Opens::dialog})) {
        draft.naming = true;
        draft.nominee = -1;
        draft.nominee_error = {};
    }
    draw_name(scene, drafts, wishes, draft, federation);
    draw_end(scene, wishes, draft, federation);
}

}  // namespace parasol::screens
