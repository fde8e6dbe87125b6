// One's own data: as a file, and its end.
#include "ui/icons.h"
#include "ui/screens/your_account.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

void draw_erase(const Scene& scene, const YourAccount& draft, Wishes& wishes) {
    if (!draft->asks_erase) return;
    static constexpr std::string_view points[] = {
        "Your name, your address, your password, your roles, notices and sessions go at once, everywhere.",
        "What you did stays in the Activity of the accounts, under a name that does not say who you were.",
        "What is on this device goes, too. What still waits to be sent is lost.",
        "Nobody can bring it back. Somebody may invite you anew.",
    };
    const std::string& email = scene.view.person()->email;
    if (ui::confirm("Erase yourself?", draft->asks_erase, "Erase me",
                    {.points = points, .must_type = email, .busy = draft->sending, .error = draft->error},
                    &draft->typed) != ui::Confirmed::yes) {
        return;
    }
    ask_for(draft, wishes, ErasePerson{draft->typed}, [draft](const Reply&) { draft->asks_erase = false; },
            [draft, &replica = scene.replica](const Refusing& refusing) {
                draft->error = words::of(refusing.refusal);
                if (refusing.refusal != Refusal::last_account_owner) return;
                const std::string name = replica.view().name_of(refusing.account);
                draft->error = words::said({"You are the last account owner of ",
                                            name.empty() ? std::string_view("an account") : std::string_view(name),
                                            ", and an account cannot lose it. Make somebody else an owner first."});
            });
}

}  // namespace

void draw_your_data(const Scene& scene, const YourAccount& draft, Wishes& wishes) {
    {
        ui::Card card("Your data");
        ui::muted("All that is kept about you, as a file; or all of it erased.");
        ui::Row row;
        if (ui::button("Export my data", {.icon = icon_download, .busy = draft->sending})) {
            ask_for(draft, wishes, ExportOwnData{}, [&platform = scene.platform](const Reply& reply) {
                const auto* data = std::get_if<OwnData>(&reply);
                if (data) platform.save_file("parasol-own-data.json", "application/json", data->text);
            });
        }
        if (ui::button("Erase me", {.icon = icon_trash_2, .opens = semantics::Opens::dialog})) {
            draft->forget_typed();
            draft->asks_erase = true;
        }
    }
    draw_erase(scene, draft, wishes);
}

}  // namespace parasol::screens
