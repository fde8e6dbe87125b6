// Sign-in where a server decides: by e-mail address and password.
#include <utility>

#include "domain/text_rules.h"
#include "ui/portal.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol {
namespace {

constexpr std::string_view email_label = "E-mail", password_label = "Password";

}  // namespace

void Portal::draw_sign_in_refused() {
    if (sign_in_.refusal) {
        std::string until;
        if (sign_in_.slowed_until != 0) {
            until = words::said({"The next try counts ",
                                 words::relative(sign_in_.slowed_until, host_.platform().utc_ms()), ", at ",
                                 words::date_time(sign_in_.slowed_until), "."});
        }
        ui::Banner banner(ui::Tone::danger, words::of(*sign_in_.refusal), until, true);
    }
    if (sign_in_.no_answer) {
        ui::Banner banner(ui::Tone::warning, "No answer came.", words::unreachable, true);
    }
}

// A tab that holds somebody's rows goes on as it began.
void Portal::draw_shared_computer(bool& shared) {
    if (host_.replica()) return;
    ui::checkbox("This is a shared computer", shared,
                 {.description = "Nothing is then kept on this device after the tab is closed."});
}

// Of an address that is known only the password is asked for; the address is there for whoever fills it in by itself.
void Portal::draw_password_form(std::string_view known_email) {
    SignInDraft& draft = sign_in_;
    const bool known = !known_email.empty();
    if (known) draft.email = known_email;
    if (std::exchange(draft.leads, false)) ui::focus(ui::id_of(draft.email.empty() ? email_label : password_label));
    const ui::FieldResult email = ui::email_field(email_label, draft.email,
                                                  {.refusal = &draft.email_refusal,
                                                   .autocomplete = "username",
                                                   .required = true,
                                                   .readonly = known});
    const ui::FieldResult password =
        ui::password_field(password_label, draft.password,
                           {.error = draft.password_missing ? "Type your password." : "",
                            .autocomplete = "current-password",
                            .required = true});
    if (password.changed) draft.password_missing = false;
    draw_shared_computer(draft.shared);
    const bool pressed = ui::button("Sign in", {.kind = ui::ButtonKind::primary, .busy = draft.signing_in});
    if (draft.signing_in || (!pressed && !email.submitted && !password.submitted)) return;
    std::string address = lower_email(trimmed(draft.email));
    draft.email_refusal.reset();
    if (!is_email(address)) draft.email_refusal = Refusal::email_not_valid;
    draft.password_missing = draft.password.empty();
    if (draft.email_refusal || draft.password_missing) return ui::focus_error();
    ask_sign_in(SignIn{std::move(address), draft.password});
}

void Portal::draw_password_sign_in(bool arrived) {
    sign_in_.leads = sign_in_.leads || arrived;
    draw_sign_in_refused();
    {
        ui::Card card({}, {.gap = 16});
        draw_password_form({});
    }
}

}  // namespace parasol
