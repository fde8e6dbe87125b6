// What a member lets the administrators of its federation do on its account, and whether the accounts below a partner
// may federate outside it.
#include <charconv>

#include "domain/limits.h"
#include "domain/states.h"
#include "domain/text_rules.h"
#include "ui/icons.h"
#include "ui/screens/as_left.h"
#include "ui/screens/federation.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

constexpr std::string_view form = "change-limit";
constexpr std::string_view group = "Administrators of the federation may";

ui::Id chosen_limit(const LimitDraft& draft) {
    ui::IdScope scope(group);
    return ui::id_of(words::limit(draft.limit));
}

void begin_change(const Scene& scene, Drafts& drafts, Limit limit, bool afresh) {
    ChangeLimitDraft fresh;
    fresh.limit.limit = limit;
    drafts.begin(scene.account(), form, std::move(fresh), afresh);
}

void draw_change(const Scene& scene, Drafts& drafts, Wishes& wishes, const OwnMembershipRow& membership, Limit now) {
    auto& draft = drafts.of<ChangeLimitDraft>(scene.account(), form);
    if (!draft.open) return;
    ui::Dialog dialog("Change Limit", draft.open,
                      {.width = 560, .description = "It is for all administrators of the federation, at once."});
    if (!dialog) return;
    if (draw_as_left(draft, chosen_limit(draft.limit))) begin_change(scene, drafts, now, true);
    draw_limit_fields(draft.limit);
    dialog.footer();
    if (ui::button("Cancel")) draft.end();
    if (ui::button("Change", {.kind = ui::ButtonKind::primary})) {
        const auto limit = typed_limit(scene, draft.limit);
        if (!limit) return ui::focus_error();
        wishes.command(scene.account(), SetLimit{membership.federation, membership.id, limit->limit, limit->until},
                       [kept = drafts.share<ChangeLimitDraft>(scene.account(), form)](const CommandHandle& handle) {
                           kept->limit.refusal = handle.refusal;
                           if (handle.refusal) return ui::focus_error();
                           kept->end();
                       });
    }
}

}  // namespace

std::optional<std::int64_t> whole_number(std::string_view text) {
    text = trimmed(text);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

void draw_limit_fields(LimitDraft& draft) {
    std::vector<ui::Option> options;
    for (int at = 0; at < limit_count; ++at) {
        const auto limit = static_cast<Limit>(at);
        options.push_back({words::limit(limit), words::limit_help(limit)});
    }
    int chosen = static_cast<int>(draft.limit);
    if (ui::radio_group(group, chosen, options)) draft.limit = static_cast<Limit>(chosen);
    if (draft.limit == Limit::paused) return;
    ui::number_field("Days until it is paused", draft.days,
                     {.description = "Empty: until somebody changes it.",
                      .refusal = &draft.refusal,
                      .optional = true});
}

std::optional<LimitChoice> typed_limit(const Scene& scene, LimitDraft& draft) {
    draft.refusal.reset();
    LimitChoice choice{draft.limit};
    if (choice.limit == Limit::paused || trimmed(draft.days).empty()) return choice;
    const auto days = whole_number(draft.days);
    if (!days || *days < 1 || *days > longest_limit_life / one_day) {
        draft.refusal = Refusal::limit_end_not_valid;
        return std::nullopt;
    }
    choice.until = scene.now() + *days * one_day;
    return choice;
}

void draw_limit(const Scene& scene, Drafts& drafts, Wishes& wishes, const OwnMembershipRow& membership) {
    ui::Card card("Limit");
    if (membership.owner) {
        ui::muted("The owner of a federation has no limit: its administrators may do here what an account owner may, "
                  "except what only this account's own side decides.");
        return;
    }
    const LimitRow* row = scene.view.limit_row(scene.account());
    const Limit limit = row ? limit_at(*row, scene.now()) : Limit::paused;
    {
        ui::Facts facts;
        facts.begin_row(group);
        ui::badge(words::limit(limit), limit == Limit::paused ? ui::Tone::neutral : ui::Tone::info);
        facts.end_row();
        facts.row("What that means", words::limit_help(limit));
        if (row && row->until != 0) {
            facts.row(limit == row->limit ? "Paused" : "Paused since",
                      words::relative_with_date(row->until, scene.now()));
        }
        if (row && !row->set_by_name.empty()) {
            facts.row("Set", words::date(row->since) + " by " + row->set_by_name);
        }
    }
    if (!scene.manages_itself()) return;
    const bool busy = is_pending<SetLimit>(scene, [](const SetLimit&) { return true; });
    if (ui::button("Change Limit", {.busy = busy, .opens = semantics::Opens::dialog})) {
        begin_change(scene, drafts, limit, false);
    }
    draw_change(scene, drafts, wishes, membership, limit);
}

void draw_consent(const Scene& scene, Wishes& wishes) {
    const AccountRow* row = scene.view.account_row(scene.account());
    if (!row || (row->kind != AccountKind::partner && row->kind != AccountKind::operator_)) return;
    static constexpr std::string_view setting = "Sub accounts may federate outside this partner";
    ui::Card card("Across partners");
    if (scene.manages_itself()) {
        bool on = row->may_federate_outside;
        if (ui::switch_button(setting, on)) wishes.command(scene.account(), SetConsent{on});
    } else {
        ui::Facts facts(320);
        facts.row(setting, words::yes_no(row->may_federate_outside));
    }
    ui::muted("Two accounts under different partners federate where both partners allow it. What is federated already "
              "stays so; from here it can be ended on each account below.",
              ui::Type::small);
}

}  // namespace parasol::screens
