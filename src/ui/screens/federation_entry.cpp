// The two ways into a federation: "Create Federation +" and the dialog "Join Federation".
#include "domain/text_rules.h"
#include "ui/icons.h"
#include "ui/screens/as_left.h"
#include "ui/screens/federation.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

void look_up(const Scene& scene, Drafts& drafts, Wishes& wishes, JoinDraft& draft) {
    const auto whole = normalise_access_code(draft.code);
    if (!whole) {
        draft.looked_up.clear();
        draft.found.reset();
        draft.refused.reset();
        draft.no_answer = false;
        return;
    }
    if (draft.looking || draft.looked_up == *whole) return;
    draft.looked_up = *whole;
    draft.looking = true;
    draft.found.reset();
    draft.refused.reset();
    draft.no_answer = false;
    wishes.ask(LookUpCode{scene.route.home, scene.route.via, scene.account(), *whole},
               [kept = drafts.share<JoinDraft>(scene.account(), "join"),
                asked = *whole](const std::optional<Reply>& reply) {
                   kept->looking = false;
                   if (kept->looked_up != asked) return;
                   if (!reply) {
                       kept->no_answer = true;
                   } else if (const auto* found = std::get_if<CodeFound>(&*reply)) {
                       kept->found = *found;
                   } else if (const auto* refused = std::get_if<Refusing>(&*reply)) {
                       kept->refused = *refused;
                   }
               });
}

void draw_found(const CodeFound& found) {
    ui::Card card({}, {.padding = 16, .ground = ui::Color::sunken});
    ui::Facts facts(150);
    facts.begin_row("Access Code");
    ui::code(found.code);
    facts.end_row();
    facts.row("Creator", found.creator_name);
    facts.row("Federation", found.federation_name);
    facts.row("Members", words::number(found.members));
    facts.row("Administrators", words::list_of(found.administrators), "None named yet");
    facts.row("Colliding extensions", words::list_of(found.colliding_extensions), "None");
}

}  // namespace

void draw_create_federation(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    static constexpr std::string_view form = "create-federation";
    auto& draft = drafts.of<CreateFederationDraft>(scene.account(), form);
    if (!draft.open) return;
    ui::Dialog dialog("Create Federation", draft.open,
                      {.description = "This account will own it. An access code is made with it; whoever has the code "
                                      "can ask to join."});
    if (!dialog) return;
    if (draw_as_left(draft, ui::id_of("Name"))) drafts.begin<CreateFederationDraft>(scene.account(), form, {}, true);
    ui::text_field("Name", draft.name, {.refusal = &draft.refusal, .required = true, .autofocus = true});
    dialog.footer();
    if (ui::button("Cancel")) draft.end();
    if (ui::button("Create", {.kind = ui::ButtonKind::primary})) {
        const std::string name(trimmed(draft.name));
        draft.refusal = check_name(name);
        if (draft.refusal) return ui::focus_error();
        wishes.command(scene.account(),
                       CreateFederation{FederationId(wishes.new_id()), MembershipId(wishes.new_id()),
                                        AccessCodeId(wishes.new_id()), name},
                       [kept = drafts.share<CreateFederationDraft>(scene.account(), form),
                        page = shared_draft(scene, drafts), now = scene.now()](const CommandHandle& handle) {
                           kept->refusal = handle.refusal;
                           if (handle.refusal) return ui::focus_error();
                           kept->end();
                           page->made = now;
                       });
    }
}

void draw_join_federation(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    auto& draft = drafts.of<JoinDraft>(scene.account(), "join");
    if (!draft.open) return;
    const std::string description =
        words::said({"For ", scene.view.name_of(scene.account()),
                     ". Type the access code that the owner of the federation gave you; it then decides."});
    ui::Dialog dialog("Join Federation", draft.open, {.width = 560, .description = description});
    if (!dialog) return;
    std::string error;
    if (draft.refused) {
        error = words::of(draft.refused->refusal);
        if (draft.refused->until != 0) error += " Until " + words::date_time(draft.refused->until) + ".";
    } else if (draft.no_answer) {
        error = "No answer came. Check the connection, then change the code or close and open this again.";
    }
    ui::text_field("Access Code", draft.code,
                   {.description = "12 letters and digits, such as ACDE-FGHJ-KMNP. Dashes and case do not matter.",
                    .error = error,
                    .autocomplete = "off",
                    .required = true,
                    .autofocus = true,
                    .max_length = 40});
    look_up(scene, drafts, wishes, draft);
    if (draft.looking) ui::spinner("Looking up the code");
    if (draft.found) {
        draw_found(*draft.found);
        // What was left is the limit alone: the code is typed anew each time.
        if (draw_as_left(draft, ui::id_of("Access Code"))) {
            draft.limit = {};
            draft.as_left = false;
            draft.leads = true;
        }
        draw_limit_fields(draft.limit);
    }
    dialog.footer();
    if (ui::button("Cancel")) draft.end();
    if (draft.found && ui::button("Join", {.kind = ui::ButtonKind::primary})) {
        const auto limit = typed_limit(scene, draft.limit);
        if (!limit) return ui::focus_error();
        wishes.command(scene.account(),
                       Join{JoinRequestId(wishes.new_id()), draft.found->ticket, limit->limit, limit->until},
                       [kept = drafts.share<JoinDraft>(scene.account(), "join"),
                        page = shared_draft(scene, drafts)](const CommandHandle& handle) {
                           page->refusal = handle.refusal;
                           kept->end();
                       });
    }
}

}  // namespace parasol::screens
