// "Your account": the person's own data, to keep, and to be erased.
#include "ui/icons.h"
#include "ui/screens/your_account.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

void export_data(const Scene& scene, const YourAccount& draft, Wishes& wishes) {
    ask_for(draft, wishes, ExportOwnData{}, [&platform = scene.platform](const Reply& reply) {
        const auto* data = std::get_if<OwnData>(&reply);
        if (!data) return;
        platform.save_file("parasol-my-data.json", "application/json", data->file);
        ui::toast("Your data was exported.", ui::Tone::success);
    });
}

// Why it cannot be.
std::string refusal_of(const Scene& scene, const YourAccountDraft& draft) {
    if (!draft.refusal) return {};
    const auto account = scene.view.account(draft.left_alone);
    if (!account || account->name.empty()) return std::string(words::of(*draft.refusal));
    return words::said({"You are the last account owner of ", account->name, ". Make somebody else an owner first."});
}

void draw_erasure(const Scene& scene, const YourAccount& draft, Wishes& wishes) {
    static constexpr std::string_view points[] = {
        "All your roles end, and you are signed out everywhere.",
        "Your name and address give way to \"Erased person\" and a number, in the past as well.",
        "What you did stays in Activity under that name. What was not sent yet is lost.",
    };
    const std::string refused = refusal_of(scene, *draft);
    const auto answer = ui::confirm("Erase your person?", draft->erases, "Erase for good",
                                    {.text = "This cannot be undone.",
                                     .points = points,
                                     .must_type = scene.view.person()->email,
                                     .busy = draft->sending,
                                     .error = refused},
                                    &draft->typed);
    if (answer != ui::Confirmed::yes) return;
    ask_for(draft, wishes, ErasePerson{draft->typed}, [draft](const Reply&) { draft->erased = true; },
            [draft](const Refusing& refusing) {
                draft->refusal = refusing.refusal;
                draft->left_alone = refusing.account;
            });
}

}  // namespace

void draw_your_data(const Scene& scene, const YourAccount& draft, Wishes& wishes) {
    {
        ui::Card card("Your data");
        ui::muted("All that is kept about you: who you are, what you may do, what you were told and what you did.");
        ui::Row row;
        if (ui::button("Export my data", {.icon = icon_download, .busy = draft->sending})) {
            export_data(scene, draft, wishes);
        }
        if (ui::button("Erase me", {.icon = icon_trash_2, .opens = semantics::Opens::dialog})) {
            draft->forget_typed();
            draft->erases = true;
        }
    }
    draw_erasure(scene, draft, wishes);
    if (draft->erased) wishes.leave();
}

}  // namespace parasol::screens
