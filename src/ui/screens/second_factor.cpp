// The second factor of signing in: an authenticator is set up by a picture, and recovery codes stand in for it.
#include "ui/icons.h"
#include "ui/screens/your_account.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

void show_codes(const YourAccount& draft, const Reply& reply) {
    const auto* codes = std::get_if<RecoveryCodes>(&reply);
    if (!codes) return;
    draft->codes = codes->codes;
    draft->shows_codes = draft->stale = true;
}

void begin(const YourAccount& draft, Wishes& wishes) {
    ask_for(draft, wishes, BeginSecondFactor{}, [draft](const Reply& reply) {
        const auto* begun = std::get_if<SecondFactorBegun>(&reply);
        if (!begun) return;
        draft->begun = *begun;
        draft->forget_typed();
        draft->shows_begun = true;
    });
}

void draw_begun(const YourAccount& draft, Wishes& wishes) {
    if (!draft->shows_begun) {
        draft->begun = {};
        return;
    }
    ui::Dialog dialog("Turn on the second factor", draft->shows_begun,
                      {.description = "Scan this with the authenticator on your phone, or type the secret there. Then "
                                      "type the code that it shows."});
    if (!dialog) return;
    const SecondFactorBegun& begun = draft->begun;
    ui::qr_code(static_cast<int>(begun.size), begun.modules, "QR code for an authenticator");
    std::string secret = begun.secret;
    ui::text_area("Secret", secret, {.readonly = true, .lines = ui::narrow() ? 2 : 1});  // all of it is to be read
    ui::copy_button(secret, "secret", true);
    ui::text_field("Code", draft->typed,
                   {.description = "Six digits.",
                    .refusal = &draft->refusal,
                    .autocomplete = "one-time-code",
                    .required = true,
                    .autofocus = true,
                    .input_mode = semantics::InputMode::numeric});
    if (draft->refusal == Refusal::not_found && ui::button("Begin again")) begin(draft, wishes);
    dialog.footer();
    if (ui::button("Cancel")) dialog.close();
    if (!ui::button("Turn on", {.kind = ui::ButtonKind::primary, .busy = draft->sending})) return;
    ask_for(draft, wishes, TurnOnSecondFactor{draft->typed},
            [draft](const Reply& reply) {
                draft->shows_begun = false;
                draft->forget_typed();
                show_codes(draft, reply);
            },
            [draft](const Refusing& refusing) {
                draft->refusal = refusing.refusal;
                ui::focus_error();
            });
}

// They are told once, so that nothing but "Done" closes it.
void draw_codes(const Scene& scene, const YourAccount& draft) {
    if (!draft->shows_codes) return draft->codes.clear();
    ui::Dialog dialog("Recovery codes", draft->shows_codes,
                      {.description = "Each signs you in once in the place of a code, when your phone is lost. They "
                                      "are shown only now: keep them somewhere safe.",
                       .keeps_open = true});
    if (!dialog) return;
    std::string all;
    {
        const ui::Group list(semantics::Role::list, "Recovery codes");
        ui::Row row;
        for (const std::string& code : draft->codes) {
            const ui::Group item(semantics::Role::listitem, {});
            ui::code(code);
            all += code + "\n";
        }
    }
    {
        ui::Row row;
        ui::copy_button(all, "recovery codes", true);
        if (ui::button("Download", {.icon = icon_download, .name = "Download recovery codes"})) {
            scene.platform.save_file("parasol-recovery-codes.txt", "text/plain", all);
        }
    }
    dialog.footer();
    if (ui::button("Done", {.kind = ui::ButtonKind::primary})) dialog.close();
}

void draw_turn_off(const YourAccount& draft, Wishes& wishes) {
    if (ui::confirm("Turn off the second factor?", draft->asks_off, "Turn off",
                    {.text = "Your password alone then signs you in. The recovery codes work no more.",
                     .busy = draft->sending}) != ui::Confirmed::yes) {
        return;
    }
    ask_for(draft, wishes, TurnOffSecondFactor{}, [draft](const Reply&) {
        draft->asks_off = false;
        draft->stale = true;
        ui::toast("The second factor is off.", ui::Tone::success);
    });
}

}  // namespace

void draw_second_factor(const Scene& scene, const YourAccount& draft, Wishes& wishes) {
    const Sessions& found = *draft->found;
    {
        ui::Card card("Second factor");
        if (found.second_factor == 0) {
            ui::muted("Off. Turned on, signing in takes a code of your authenticator besides the password.");
            if (ui::button("Turn on", {.icon = icon_shield,
                                       .name = "Turn on the second factor",
                                       .busy = draft->sending})) {
                begin(draft, wishes);
            }
        } else {
            ui::text(words::said({"On since ", words::date(found.second_factor), ". ",
                                  words::count(found.recovery_codes, "recovery code is left.",
                                               "recovery codes are left.")}),
                     {.icon = icon_check_circle});
            ui::Row row;
            if (ui::button("Make new recovery codes",
                           {.icon = icon_refresh_cw,
                            .description = "Those before work no more.",
                            .busy = draft->sending})) {
                ask_for(draft, wishes, MakeRecoveryCodes{}, [draft](const Reply& reply) { show_codes(draft, reply); });
            }
            if (ui::button("Turn off", {.name = "Turn off the second factor", .opens = semantics::Opens::dialog})) {
                draft->asks_off = true;
            }
        }
    }
    draw_begun(draft, wishes);
    draw_codes(scene, draft);
    draw_turn_off(draft, wishes);
}

}  // namespace parasol::screens
