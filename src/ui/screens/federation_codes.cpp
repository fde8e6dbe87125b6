// The access codes of a federation, for those who may issue them.
#include <algorithm>
#include <utility>

#include "domain/limits.h"
#include "domain/text_rules.h"
#include "ui/icons.h"
#include "ui/screens/as_left.h"
#include "ui/screens/federation.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

constexpr ui::ColumnSpec columns[] = {
    {.key = "label", .title = "Label", .width = 120, .share = 2, .lines = 2},
    {.key = "code", .title = "Code", .width = 236, .share = 1, .hide_order = 1},
    {.key = "state", .title = "State", .width = 96, .share = 0},
    {.key = "for", .title = "Only for", .width = 96, .share = 0, .hide_order = 5},
    {.key = "uses", .title = "Uses", .width = 80, .share = 0, .hide_order = 4},
    {.key = "brought", .title = "Brought in", .width = 110, .share = 2, .hide_order = 3, .lines = 2},
    {.key = "expires", .title = "Expires", .width = 110, .share = 1, .hide_order = 2},
    {.key = "actions", .title = "Actions", .width = 92, .share = 0, .title_hidden = true},
};

void reveal(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
            const FederationRow& federation, const AccessCodeRow& code) {
    if (draft.codes.count(code.id) != 0 || !draft.asked.insert(code.id).second) return;
    wishes.ask(RevealCode{scene.route.home, scene.route.via, scene.account(), federation.id, code.id},
               [kept = shared_draft(scene, drafts), id = code.id](const std::optional<Reply>& reply) {
                   if (const auto* text = reply ? std::get_if<CodeText>(&*reply) : nullptr) {
                       kept->codes[id] = text->text;
                   } else {
                       kept->asked.erase(id);  // asked again at the next change
                   }
               });
}

std::string brought_in(const Scene& scene, const AccessCodeRow& code) {
    std::vector<std::string> names;
    for (const JoinRequestRow* request : scene.view.brought_in_by(code)) names.push_back(request->card.name);
    return names.empty() ? "-" : words::list_of(names);
}

// What is given is a label, not the name of a federation or an account.
std::string_view label_words(std::optional<Refusal> refusal) {
    if (refusal == Refusal::name_missing) return "Give the code a label.";
    if (refusal == Refusal::name_too_long) return "This label is longer than 200 characters. Shorten it.";
    return words::of(refusal);
}

void draw_issue(const Scene& scene, Drafts& drafts, Wishes& wishes, const FederationRow& federation) {
    auto& draft = drafts.of<IssueCodeDraft>(scene.account(), "issue-code");
    if (!draft.open) return;
    const std::string description = words::said(
        {"For ", federation.name, ". Issue one code for each purpose: its label later tells who came by it."});
    ui::Dialog dialog("Issue Code", draft.open, {.description = description});
    if (!dialog) return;
    if (draw_as_left(draft, ui::id_of("Label"))) drafts.begin<IssueCodeDraft>(scene.account(), "issue-code", {}, true);
    ui::text_field("Label", draft.label,
                   {.error = label_words(draft.label_refusal),
                    .refusal = &draft.label_refusal,
                    .required = true,
                    .autofocus = true});
    ui::number_field("Days until it expires", draft.days,
                     {.refusal = &draft.expiry_refusal, .required = true});
    ui::number_field("Number of uses", draft.uses, {.refusal = &draft.uses_refusal, .required = true});
    ui::text_field("Only for account", draft.only_for,
                   {.description = "The Account Number of the one account that may use it.",
                    .refusal = &draft.only_for_refusal,
                    .optional = true,
                    .max_length = 20,
                    .input_mode = semantics::InputMode::numeric});
    if (draft.refusal) ui::banner(ui::Tone::danger, words::of(*draft.refusal));
    dialog.footer();
    if (ui::button("Cancel")) draft.end();
    if (ui::button("Issue", {.kind = ui::ButtonKind::primary})) {
        const auto days = whole_number(draft.days);
        const auto uses = whole_number(draft.uses);
        // As it is shown, in groups, or without them.
        std::string only_for = draft.only_for;
        std::erase(only_for, ' ');
        draft.label_refusal = check_name(trimmed(draft.label));
        draft.only_for_refusal.reset();
        if (!only_for.empty() && !is_account_number(only_for)) draft.only_for_refusal = Refusal::only_for_not_valid;
        draft.expiry_refusal.reset();
        draft.uses_refusal.reset();
        if (!days || *days < 1 || *days > 365) draft.expiry_refusal = Refusal::expiry_not_valid;
        if (!uses || *uses < 1 || *uses > most_code_uses) draft.uses_refusal = Refusal::uses_not_valid;
        if (draft.label_refusal || draft.expiry_refusal || draft.uses_refusal || draft.only_for_refusal) {
            return ui::focus_error();
        }
        wishes.command(scene.account(),
                       IssueCode{federation.id, AccessCodeId(wishes.new_id()), std::string(trimmed(draft.label)),
                                 scene.now() + *days * one_day, *uses, std::move(only_for)},
                       [kept = drafts.share<IssueCodeDraft>(scene.account(), "issue-code")](
                           const CommandHandle& handle) {
                           kept->refusal = handle.refusal;
                           if (!handle.refusal) kept->end();
                       });
    }
}

void draw_revoke(const Scene& scene, Wishes& wishes, FederationDraft& draft, const FederationRow& federation,
                 const std::vector<const AccessCodeRow*>& codes) {
    const auto found = std::find_if(codes.begin(), codes.end(),
                                    [&](const AccessCodeRow* code) { return code->id == draft.revoking; });
    if (!draft.asks_revoke || found == codes.end()) return;
    static constexpr std::string_view points[] = {
        "Nobody can ask to join with it any more, and it cannot be brought back: issue another one instead.",
        "Members and requests that came by it stay."};
    const std::string title = words::said({"Revoke \"", words::code_label((*found)->label), "\"?"});
    const auto text = draft.codes.find(draft.revoking);  // several codes may have one label
    const std::string which = text != draft.codes.end() ? "The code " + text->second + "." : std::string();
    if (ui::confirm(title, draft.asks_revoke, "Revoke", {.text = which, .points = points}) == ui::Confirmed::yes) {
        draft.asks_revoke = false;
        wishes.command(scene.account(), RevokeCode{federation.id, draft.revoking});
    }
}

void draw_table(const Scene& scene, FederationDraft& draft, const std::vector<const AccessCodeRow*>& codes) {
    ui::table("Access codes", draft.codes_table,
              {.columns = columns,
               .rows = static_cast<int>(codes.size()),
               .row_id = [&](int row) { return codes[static_cast<std::size_t>(row)]->id.low; },
               .cell = [&](const ui::Cell& cell) {
                   const AccessCodeRow& code = *codes[static_cast<std::size_t>(cell.row)];
                   const auto text = draft.codes.find(code.id);
                   const std::string label(words::code_label(code.label));
                   const bool usable = scene.view.is_usable(code) && !scene.is_past();
                   const bool known = usable && text != draft.codes.end();
                   switch (cell.column) {
                       case 0: ui::text(label, {.weight = ui::Weight::medium}); break;
                       case 1:
                           if (known && cell.card) {
                               ui::text(text->second, {.weight = ui::Weight::semibold});
                           } else if (known) {
                               ui::code(text->second);
                           } else {
                               ui::muted(usable ? "shown when connected" : "-");
                           }
                           break;
                       case 2:
                           ui::badge(words::code_state(code, scene.now()), words::code_tone(code, scene.now()));
                           break;
                       case 3: ui::text(code.only_for.empty() ? "-" : code.only_for); break;
                       case 4:
                           ui::text(words::number(code.uses_taken) + " of " + words::number(code.uses_allowed));
                           break;
                       case 5: ui::text(brought_in(scene, code)); break;
                       case 6:
                           ui::text(code.state == CodeState::revoked ? "-"
                                                                     : words::relative(code.expires, scene.now()));
                           break;
                       default:
                           if (code.state == CodeState::live && scene.may(Permission::manage) &&
                               ui::icon_button(icon_ban, "Revoke " + label, {.opens = semantics::Opens::dialog})) {
                               draft.revoking = code.id;
                               draft.asks_revoke = true;
                           }
                           // Last: the code comes later than its row, and moves nothing.
                           if (known) ui::copy_button(text->second, "code " + label);
                   }
               }});
}

}  // namespace

void draw_codes(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                const FederationRow& federation) {
    const auto codes = scene.view.codes(federation.id);
    if (!scene.view.rows().holds(federation_owner_scope(federation.id))) return;
    const AccessCodeRow* first = nullptr;
    bool usable = false;
    for (const AccessCodeRow* code : codes) {
        if (!scene.view.is_usable(*code)) continue;
        usable = true;
        if (!scene.is_past()) reveal(scene, drafts, wishes, draft, federation, *code);
        // What is given to anybody; one for a single account is in the table.
        if (!first && code->only_for.empty()) first = code;
    }
    // A federation that was just made is found by its code.
    ui::Card card("Access Code", {.arrived = just_done(scene, draft.made)});
    if (first) {
        const auto text = draft.codes.find(first->id);
        ui::Row row;
        if (scene.is_past()) {
            ui::muted("A code is shown as long as it can be used: not in the past.");
        } else if (text == draft.codes.end()) {
            ui::spinner("Fetching the code");
        } else {
            ui::code(text->second);
            ui::copy_button(text->second, "access code", true);
        }
        ui::muted("Expires " + words::relative_with_date(first->expires, scene.now()), ui::Type::small);
    } else {
        ui::muted(usable ? "Each code is for one account alone. Issue another one to let any account ask to join."
                         : "No code can be used now. Issue one to let accounts ask to join.");
    }
    if (scene.may(Permission::manage) &&
        ui::button("Issue Code", {.icon = icon_plus, .opens = semantics::Opens::dialog})) {
        drafts.begin<IssueCodeDraft>(scene.account(), "issue-code");
    }
    draw_table(scene, draft, codes);
    draw_revoke(scene, wishes, draft, federation, codes);
    draw_issue(scene, drafts, wishes, federation);
}

}  // namespace parasol::screens
