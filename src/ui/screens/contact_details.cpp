// The tab "Contact details": who to write to, and the form that changes it, the name and the reference.
#include "ui/screens/contact_details.h"

#include <array>
#include <utility>

#include "domain/text_rules.h"
#include "ui/icons.h"
#include "ui/screen.h"
#include "ui/screens/as_left.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

// The fields that the form edits, in its order.
enum Field { name, reference, contact, email, phone, street, city, postcode, country, field_count };

struct Spec {
    std::string_view label;
    std::string_view autocomplete;
};
constexpr std::array<Spec, field_count> specs = {{{"Name", "organization"},
                                                  {"Third Party Reference", ""},
                                                  {"Contact name", "name"},
                                                  {"E-mail", "email"},
                                                  {"Telephone", "tel"},
                                                  {"Street", "street-address"},
                                                  {"City", "address-level2"},
                                                  {"Postcode", "postal-code"},
                                                  {"Country", "country-name"}}};

constexpr const char* from_keys[field_count] = {"name_from",   "reference_from", "contact_from",
                                                "email_from",  "phone_from",     "street_from",
                                                "city_from",   "postcode_from",  "country_from"};
constexpr const char* keys[field_count] = {"name",   "reference", "contact",  "email",  "phone",
                                           "street", "city",      "postcode", "country"};
using Values = std::array<std::string, field_count>;

Values values_of(const AccountRow& row) {
    return {row.name,           row.third_party_reference, row.contact.name,     row.contact.email,  row.contact.phone,
            row.contact.street, row.contact.city,          row.contact.postcode, row.contact.country};
}

constexpr int nothing = -1;

struct EditDraft : KeptForm {
    Values from;  // as they were when the form was opened: what the person saw
    Values typed;
    std::string takes_up;            // name_of a refused edit
    int decided = nothing;           // the field that takes the focus: what was pressed below it is gone
    std::optional<Refusal> refusal;  // of the command
    std::array<std::optional<Refusal>, field_count> refusals;  // each of its field

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        for (std::size_t at = 0; at < field_count; ++at) {
            visit(from_keys[at], self.from[at]);
            visit(keys[at], self.typed[at]);
        }
        visit("takes_up", self.takes_up);
    }
    // It is a part of the page, and is there again with it.
    void close_dialogs() { as_left = as_left || (open && from != typed); }
};

std::string name_of(const RefusedCommand& refused) {
    return to_string(refused.envelope.client) + "/" + std::to_string(refused.envelope.seq);
}

void begin_edit(Drafts& drafts, AccountId account, const AccountRow& row, bool afresh) {
    EditDraft fresh;
    fresh.from = fresh.typed = values_of(row);
    drafts.begin(account, "edit", std::move(fresh), afresh).leads = true;
}

bool is_edited(const EditDraft& draft, std::size_t at) { return trimmed(draft.typed[at]) != draft.from[at]; }

// Somebody else has changed it meanwhile, to something else.
bool is_contested(const EditDraft& draft, const Values& now, std::size_t at) {
    return is_edited(draft, at) && now[at] != draft.from[at] && now[at] != trimmed(draft.typed[at]);
}

// Each field is checked by itself, so that what is wrong is said where it stands.
bool check_fields(EditDraft& draft, const Values& now) {
    draft.refusal.reset();
    bool fine = true;
    for (std::size_t at = 0; at < field_count; ++at) {
        const std::string_view text = trimmed(draft.typed[at]);
        draft.refusals[at] = at == name ? check_name(text) : check_text(text);
        fine = fine && !draft.refusals[at] && !is_contested(draft, now, at);
    }
    return fine;
}

std::array<std::optional<Edit>*, field_count> edits_of(EditAccount& command) {
    return {&command.name,          &command.third_party_reference, &command.contact_name,
            &command.contact_email, &command.contact_phone,         &command.contact_street,
            &command.contact_city,  &command.contact_postcode,      &command.contact_country};
}

EditAccount command_of(const EditDraft& draft) {
    EditAccount command;
    const auto edits = edits_of(command);
    for (std::size_t at = 0; at < field_count; ++at) {
        if (is_edited(draft, at)) *edits[at] = Edit{draft.from[at], std::string(trimmed(draft.typed[at]))};
    }
    return command;
}

void draw_facts(const AccountRow& row) {
    const Values values = values_of(row);
    ui::Facts facts(140);
    for (std::size_t at = contact; at < field_count; ++at) facts.row(specs[at].label, values[at]);
}

std::string_view or_nothing(std::string_view value) { return value.empty() ? words::not_provided : value; }

// Both values side by side, and which one stays.
void draw_choice(EditDraft& draft, const Values& now, std::size_t at) {
    const std::string label(specs[at].label);
    ui::IdScope scope(label);
    ui::Group group(semantics::Role::group, "Which " + label + " stays?");
    ui::Card card({}, {.padding = 12, .ground = ui::Color::sunken});
    ui::Columns columns({1, 1}, 16, 280, 8);
    columns.next();
    ui::text("Now: " + std::string(or_nothing(now[at])));
    const bool keep = ui::button("Keep", {.name = "Keep " + std::string(or_nothing(now[at])) + " as " + label});
    columns.next();
    ui::text("Yours: " + std::string(or_nothing(trimmed(draft.typed[at]))));
    const bool use = ui::button("Use mine", {.name = "Use mine as " + label});
    if (!keep && !use) return;
    if (keep) draft.typed[at] = now[at];
    draft.from[at] = now[at];
    draft.decided = static_cast<int>(at);
}

// True where Enter was pressed in it.
bool draw_field(EditDraft& draft, const Values& now, std::size_t at, bool email_wrong) {
    // What nobody has touched here is simply what it is now.
    if (draft.typed[at] == draft.from[at]) draft.typed[at] = draft.from[at] = now[at];
    const bool contested = is_contested(draft, now, at);
    if (draft.decided == static_cast<int>(at)) {
        draft.decided = nothing;
        ui::focus(ui::id_of(specs[at].label));
    }
    ui::FieldOptions options{.refusal = &draft.refusals[at],
                             .autocomplete = specs[at].autocomplete,
                             .required = at == name};
    if (at == email && email_wrong) options.error = "This is not an e-mail address yet.";
    if (contested) options.error = "Somebody else has changed this meanwhile. Choose below which one stays.";
    const bool entered = at == email ? ui::email_field(specs[at].label, draft.typed[at], options).submitted
                                     : ui::text_field(specs[at].label, draft.typed[at], options).submitted;
    if (contested) draw_choice(draft, now, at);
    return entered;
}

void save(const Scene& scene, Drafts& drafts, Wishes& wishes, EditDraft& draft) {
    const AccountId account = scene.account();
    wishes.command(account, command_of(draft),
                   [&wishes, &replica = scene.replica,
                    kept = drafts.share<EditDraft>(account, "edit")](const CommandHandle& handle) {
                       const bool taken = handle.refusal == Refusal::reference_taken;
                       (taken ? kept->refusals[reference] : kept->refusal) = handle.refusal;
                       if (handle.refusal) return ui::focus_error();
                       for (const RefusedCommand& refused : replica.outcomes()) {
                           if (name_of(refused) != kept->takes_up) continue;
                           wishes.dismiss(refused.envelope.client, refused.envelope.seq);
                       }
                       kept->end();
                       say_done(replica, handle, "Changed");
                   });
}

void draw_form(const Scene& scene, Drafts& drafts, Wishes& wishes, EditDraft& draft, const AccountRow& row) {
    const Values now = values_of(row);
    const bool email_wrong = !draft.typed[email].empty() && !is_email(trimmed(draft.typed[email]));
    ui::Group form(semantics::Role::form, "Edit account");
    ui::Column column({.gap = 12});
    if (draw_as_left(draft, ui::id_of(specs[name].label))) begin_edit(drafts, scene.account(), row, true);
    bool entered = false;
    for (std::size_t at = 0; at < field_count; ++at) entered = draw_field(draft, now, at, email_wrong) || entered;
    if (draft.refusal) ui::banner(ui::Tone::danger, words::of(*draft.refusal));
    ui::Row row_of_buttons;
    const bool pressed =
        ui::button("Save", {.kind = ui::ButtonKind::primary,
                            .disabled = email_wrong ? "Correct the e-mail address first." : std::string_view{}});
    if (pressed || (entered && !email_wrong)) {
        if (check_fields(draft, now)) save(scene, drafts, wishes, draft);
        else ui::focus_error();
    }
    if (ui::button("Cancel")) draft.end();
}

}  // namespace

void draw_refused_edit(const Scene& scene, Wishes& wishes, const RefusedCommand& refused) {
    const AccountId account = refused.envelope.account;
    wishes.need(account);
    const AccountRow* row = scene.view.account_row(account);
    if (!row) return ui::muted("Fetching what it is now.", ui::Type::small);
    const Values now = values_of(*row);
    EditAccount command = std::get<EditAccount>(refused.envelope.command);
    const auto edits = edits_of(command);
    ui::space(6);
    ui::Facts facts(140);
    for (std::size_t at = 0; at < field_count; ++at) {
        if (!*edits[at]) continue;
        facts.begin_row(specs[at].label);
        ui::Columns columns({1, 1}, 8, 280);
        columns.next();
        ui::text("Now: " + std::string(or_nothing(now[at])));
        columns.next();
        ui::text("Yours: " + std::string(or_nothing((*edits[at])->to)));
        facts.end_row();
    }
}

void take_up_edit(Drafts& drafts, const RefusedCommand& refused) {
    auto& draft = drafts.of<EditDraft>(refused.envelope.account, "edit");
    EditAccount command = std::get<EditAccount>(refused.envelope.command);
    const auto edits = edits_of(command);
    for (std::size_t at = 0; at < field_count; ++at) {
        if (!*edits[at] || is_edited(draft, at)) continue;
        draft.from[at] = (*edits[at])->from;
        draft.typed[at] = (*edits[at])->to;
    }
    draft.open = true;
    draft.takes_up = name_of(refused);
}

void draw_contact_details(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    auto& draft = drafts.of<EditDraft>(scene.account(), "edit");
    draft.open = draft.open || draft.as_left;
    const AccountRow* row = scene.view.account_row(scene.account());
    if (!row) {
        ui::skeleton(6, "Loading contact details");
        return;
    }
    const bool may_edit = scene.may(Permission::manage) && row->state != AccountState::closed;
    if (draft.open && may_edit) {
        draw_form(scene, drafts, wishes, draft, *row);
        return;
    }
    ui::Column column({.gap = 12});
    ui::heading(2, "Contact details");
    draw_facts(*row);
    if (may_edit && ui::button("Edit account", {.icon = icon_pencil})) {
        begin_edit(drafts, scene.account(), *row, false);
    }
}

}  // namespace parasol::screens
