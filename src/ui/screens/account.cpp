// The account screen: its card, and the information section ("i") with its tabs.
#include <algorithm>
#include <span>

#include "ui/icons.h"
#include "ui/screen.h"
#include "ui/screens/account_actions.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

void draw_card(const Scene& scene, const AccountSummary& account) {
    const View& view = scene.view;
    const AccountRow* row = view.account_row(account.id);
    ui::Card card("Account");
    ui::Facts facts;
    facts.row("Name", account.name);
    facts.row("Contact name", row ? row->contact.name : std::string_view{});
    facts.row("Account Number", words::account_number(account.number));
    facts.row("Third Party Reference", account.third_party_reference);
    const AccountId parent = view.parent_of(account.id);
    const auto seller = view.account(parent);
    const bool direct = parent.is_none() || (seller && seller->kind == AccountKind::operator_);
    facts.row("Reseller", direct ? std::string(words::direct) : view.name_of(parent));
    facts.row("Sign Up Date", words::date(account.signed_up));
    const AccountState state = view.effective_state(account.id);
    facts.begin_row("Active");
    {
        ui::Row line;
        ui::text(words::yes_no(state == AccountState::active));
        const bool above = state != account.state;
        if (state != AccountState::active) ui::badge(words::state(account.state, above), words::tone(state));
    }
    facts.end_row();
    facts.row("Kind", words::kind(account.kind));
}

}  // namespace

void draw_account(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    auto& draft = drafts.of<AccountDraft>(scene.account(), "account");
    const auto account = scene.view.account(scene.account());
    if (!account) {
        ui::page_heading("Account", {}, scene.arrived);
        ui::skeleton(6, "Loading the account");
        return;
    }
    {
        ui::Split split({.start_room = ui::heading_room});
        {
            ui::Column heading({.gap = 0});
            ui::page_heading(account->name, words::kind(account->kind), scene.arrived);
        }
        split.end();
        draw_account_actions(scene, *account, drafts, wishes);
    }
    if (draft.refusal) {
        ui::Banner banner(ui::Tone::danger, words::of(*draft.refusal));
        if (ui::button("Dismiss")) draft.refusal.reset();
    }
    ui::Columns columns({1, 2}, 24, 820);
    columns.next();
    draw_card(scene, *account);
    columns.next();
    {
        ui::Card card("Information", {.icon = icon_info});
        static constexpr ui::Tab tabs[] = {
            {"Contact details", icon_mail}, {"Tiered", icon_network}, {"Brand", icon_image}};
        // Only a base account has a brand.
        const std::size_t shown = is_base(account->kind) ? std::size(tabs) : std::size(tabs) - 1;
        int chosen = std::min(static_cast<int>(scene.route.tab), static_cast<int>(shown) - 1);
        ui::Tabs information("Information", chosen, std::span(tabs, shown));
        if (information.changed()) {
            Route to = scene.route;
            to.tab = static_cast<AccountTab>(chosen);
            wishes.go(to);
        }
        switch (static_cast<AccountTab>(chosen)) {
            case AccountTab::contact_details: draw_contact_details(scene, drafts, wishes); break;
            case AccountTab::tiered: draw_federation(scene, drafts, wishes); break;
            case AccountTab::brand: draw_brand(scene, drafts, wishes); break;
        }
    }
}

}  // namespace parasol::screens
