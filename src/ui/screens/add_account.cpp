// "Add Account": a new account below the base account in view.
#include "ui/screens/add_account.h"

#include <algorithm>
#include <vector>

#include "domain/text_rules.h"
#include "ui/screen.h"
#include "ui/screens/as_left.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

std::vector<AccountKind> kinds_below(AccountKind base) {
    const AccountKind first = base == AccountKind::operator_ ? AccountKind::partner : AccountKind::reseller;
    return {AccountKind::customer, first, AccountKind::internal_use};
}

// Each field is checked by itself, so that what is wrong is said where it stands.
bool check_fields(AddAccountDraft& draft) {
    draft.refusal.reset();
    draft.name_refusal = check_name(trimmed(draft.name));
    draft.reference_refusal = check_text(trimmed(draft.third_party_reference));
    draft.contact_refusal = check_text(trimmed(draft.contact.name));
    return !draft.name_refusal && !draft.reference_refusal && !draft.contact_refusal;
}

void submit(const Scene& scene, Drafts& drafts, Wishes& wishes, AddAccountDraft& draft, AccountKind kind) {
    if (!check_fields(draft)) return ui::focus_error();
    AddAccount command;
    command.id = AccountId(wishes.new_id());
    if (is_base(kind)) command.internal_use_id = AccountId(wishes.new_id());
    command.kind = kind;
    command.name = std::string(trimmed(draft.name));
    command.third_party_reference = std::string(trimmed(draft.third_party_reference));
    command.contact = draft.contact;
    const std::string name = command.name;
    const AccountId account = scene.account();
    const AccountId id = command.id;
    wishes.command(account, std::move(command),
                   [id, name, kept = drafts.share<AddAccountDraft>(account, "add-account"),
                    added = drafts.share<AddedAccount>(account, "added"), &replica = scene.replica](
                       const CommandHandle& handle) {
                       if (handle.refusal) {
                           const bool taken = handle.refusal == Refusal::reference_taken;
                           (taken ? kept->reference_refusal : kept->refusal) = handle.refusal;
                           return ui::focus_error();
                       }
                       kept->end();
                       added->id = id;
                       say_done(replica, handle, "Added " + name);
                   });
}

}  // namespace

void draw_add_account(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    auto& draft = drafts.of<AddAccountDraft>(scene.account(), "add-account");
    const auto summary = scene.view.account(scene.account());
    if (!draft.open || !summary) return;
    const std::string below = "Below " + summary->name + ".";
    ui::Dialog dialog("Add Account", draft.open, {.width = 560, .description = below});
    if (!dialog) return;

    const auto kinds = kinds_below(summary->kind);
    std::vector<ui::Option> options;
    for (const AccountKind kind : kinds) options.push_back({words::kind(kind), words::kind_help(kind)});
    const bool email_wrong = !draft.contact.email.empty() && !is_email(draft.contact.email);

    if (draw_as_left(draft, ui::id_of("Name"))) drafts.begin<AddAccountDraft>(scene.account(), "add-account", {}, true);
    ui::text_field("Name", draft.name,
                   {.refusal = &draft.name_refusal, .required = true, .autofocus = true});
    // What was chosen is not always possible any more: the account may have been moved.
    const auto found = std::find(kinds.begin(), kinds.end(), draft.kind);
    int chosen = found == kinds.end() ? 0 : static_cast<int>(found - kinds.begin());
    ui::radio_group("Kind", chosen, options);
    const AccountKind kind = draft.kind = kinds[static_cast<std::size_t>(chosen)];
    if (is_base(kind)) {
        ui::muted("An internal-use account for its own staff is made with it.", ui::Type::small);
    }
    ui::text_field("Third Party Reference", draft.third_party_reference,
                   {.description = "Your own number for it, unique below this account.",
                    .refusal = &draft.reference_refusal,
                    .optional = true});
    {
        ui::Columns columns({1, 1}, 16, 480);
        columns.next();
        ui::text_field("Contact name", draft.contact.name,
                       {.refusal = &draft.contact_refusal, .autocomplete = "name", .optional = true});
        columns.next();
        ui::email_field("Contact e-mail", draft.contact.email,
                        {.error = email_wrong ? "This is not an e-mail address yet." : std::string_view{},
                         .optional = true});
    }
    if (draft.refusal) ui::banner(ui::Tone::danger, words::of(*draft.refusal));
    dialog.footer();
    if (ui::button("Cancel")) draft.end();
    if (ui::button("Add", {.kind = ui::ButtonKind::primary,
                           .disabled = email_wrong ? "Correct the e-mail address first." : std::string_view{}})) {
        submit(scene, drafts, wishes, draft, kind);
    }
}

}  // namespace parasol::screens
