// The tab "Contact details": who to write to, and the form that changes it, the name and the reference.
#include <array>
#include <utility>

#include "domain/text_rules.h"
#include "ui/icons.h"
#include "ui/screen.h"
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

using Values = std::array<std::string, field_count>;

Values values_of(const AccountRow& row) {
    return {row.name,          row.third_party_reference, row.contact.name, row.contact.email,  row.contact.phone,
            row.contact.street, row.contact.city,          row.contact.postcode, row.contact.country};
}

struct EditDraft {
    bool editing = false;
    bool leads = false;  // the focus to the first field: "Edit account" is gone
    Values from;   // as they were when the form was opened: what the person saw
    Values typed;
    std::optional<Refusal> refusal;  // of the command
    std::array<std::optional<Refusal>, field_count> refusals;  // each of its field
};

// Each field is checked by itself, so that what is wrong is said where it stands.
bool check_fields(EditDraft& draft) {
    draft.refusal.reset();
    bool fine = true;
    for (std::size_t at = 0; at < field_count; ++at) {
        const std::string_view text = trimmed(draft.typed[at]);
        draft.refusals[at] = at == name ? check_name(text) : check_text(text);
        fine = fine && !draft.refusals[at];
    }
    return fine;
}

EditAccount command_of(const EditDraft& draft) {
    EditAccount command;
    std::optional<Edit>* const edits[field_count] = {
        &command.name,           &command.third_party_reference, &command.contact_name,
        &command.contact_email,  &command.contact_phone,         &command.contact_street,
        &command.contact_city,   &command.contact_postcode,      &command.contact_country};
    for (std::size_t at = 0; at < field_count; ++at) {
        const std::string to(trimmed(draft.typed[at]));
        if (to != draft.from[at]) *edits[at] = Edit{draft.from[at], to};
    }
    return command;
}

void draw_facts(const AccountRow& row) {
    const Values values = values_of(row);
    ui::Facts facts(140);
    for (std::size_t at = contact; at < field_count; ++at) facts.row(specs[at].label, values[at]);
}

void draw_form(const Scene& scene, Drafts& drafts, Wishes& wishes, EditDraft& draft, const AccountRow& row) {
    const Values now = values_of(row);
    const bool email_wrong = !draft.typed[email].empty() && !is_email(trimmed(draft.typed[email]));
    ui::Group form(semantics::Role::form, "Edit account");
    ui::Column column({.gap = 12});
    bool entered = false;
    for (std::size_t at = 0; at < field_count; ++at) {
        // Somebody else has changed the field meanwhile: say what it is now beside what is typed.
        std::string meanwhile;
        if (now[at] != draft.from[at] && now[at] != draft.typed[at]) {
            meanwhile = "Changed meanwhile to \"" + (now[at].empty() ? std::string("nothing") : now[at]) + "\".";
        }
        if (at == name && std::exchange(draft.leads, false)) ui::focus(ui::id_of(specs[at].label));
        ui::FieldOptions options{.error = draft.refusals[at] ? std::string_view{} : meanwhile,
                                 .refusal = &draft.refusals[at],
                                 .autocomplete = specs[at].autocomplete,
                                 .required = at == name};
        if (at == email) {
            if (email_wrong) options.error = "This is not an e-mail address yet.";
            entered = ui::email_field(specs[at].label, draft.typed[at], options).submitted || entered;
        } else {
            entered = ui::text_field(specs[at].label, draft.typed[at], options).submitted || entered;
        }
    }
    if (draft.refusal) {
        ui::Banner banner(ui::Tone::danger, words::of(*draft.refusal));
        if (draft.refusal == Refusal::changed_meanwhile && ui::button("Keep what I typed")) {
            draft.from = now;
            draft.refusal.reset();
        }
    }
    ui::Row row_of_buttons;
    const bool save =
        ui::button("Save", {.kind = ui::ButtonKind::primary,
                            .disabled = email_wrong ? "Correct the e-mail address first." : std::string_view{}});
    if (save || (entered && !email_wrong)) {
        if (!check_fields(draft)) {
            ui::focus_error();
        } else {
            const AccountId account = scene.account();
            wishes.command(account, command_of(draft),
                           [&drafts, account, kept = drafts.share<EditDraft>(account, "edit")](
                               const CommandHandle& handle) {
                               const bool taken = handle.refusal == Refusal::reference_taken;
                               (taken ? kept->refusals[reference] : kept->refusal) = handle.refusal;
                               if (handle.refusal) return ui::focus_error();
                               drafts.drop(account, "edit");
                               ui::toast(handle.verdict == Verdict::applied
                                             ? "Changed"
                                             : "Waits until the authority has answered",
                                         ui::Tone::success);
                           });
        }
    }
    if (ui::button("Cancel")) draft.editing = false;
}

}  // namespace

void draw_contact_details(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    auto& draft = drafts.of<EditDraft>(scene.account(), "edit");
    const AccountRow* row = scene.view.account_row(scene.account());
    if (!row) {
        ui::skeleton(6, "Loading contact details");
        return;
    }
    if (draft.editing) {
        draw_form(scene, drafts, wishes, draft, *row);
        return;
    }
    ui::Column column({.gap = 12});
    ui::heading(2, "Contact details");
    draw_facts(*row);
    if (scene.may(Permission::manage) && row->state != AccountState::closed &&
        ui::button("Edit account", {.icon = icon_pencil})) {
        draft.editing = true;
        draft.leads = true;
        draft.from = draft.typed = values_of(*row);
        draft.refusal.reset();
        draft.refusals = {};
    }
}

}  // namespace parasol::screens
