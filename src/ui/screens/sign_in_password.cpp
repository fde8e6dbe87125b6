// Sign-in where a server decides: by e-mail address and password.
#include <utility>

#include "domain/text_rules.h"
#include "ui/portal.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol {
namespace {

constexpr std::string_view email_label = "E-mail";

}  // namespace

// A tab that holds somebody's rows goes on as it began.
void Portal::draw_shared_computer(bool& shared) {
    if (host_.replica()) return;
    ui::checkbox("This is a shared computer", shared,
                 {.description = "Nothing is then kept on this device after the tab is closed."});
}

bool Portal::is_shared(bool chosen) const { return host_.replica() ? host_.state().shared : chosen; }

// Of an address that is known only the password is asked for; the address is there for whoever fills it in by itself.
void Portal::draw_password_form(std::string_view known_email) {
    SignInDraft& draft = sign_in_;
    const bool known = !known_email.empty();
    if (known) draft.email = known_email;
    if (draft.email.empty() && std::exchange(draft.leads, false)) ui::focus(ui::id_of(email_label));
    const ui::FieldResult email = ui::email_field(email_label, draft.email,
                                                  {.refusal = &draft.email_refusal,
                                                   .autocomplete = "username",
                                                   .required = true,
                                                   .readonly = known});
    const ui::FieldResult password = draw_password(draft, "Password", {.autocomplete = "current-password"});
    const ui::FieldResult code = draw_code(draft);
    draw_shared_computer(draft.shared);
    bool pressed = false;
    {
        ui::Row row;
        pressed = ui::button("Sign in", {.kind = ui::ButtonKind::primary, .busy = draft.sending});
        if (server_.mail && ui::button("Forgot password?", {.kind = ui::ButtonKind::quiet,
                                                            .opens = semantics::Opens::dialog})) {
            reset_ = {};
            reset_.open = true;
            reset_.email = draft.email;
        }
    }
    if (draft.sending || (!pressed && !email.submitted && !password.submitted && !code.submitted)) return;
    std::string address = lower_email(trimmed(draft.email));
    draft.email_refusal.reset();
    if (!is_email(address)) draft.email_refusal = Refusal::email_not_valid;
    draft.password_missing = draft.password.empty();
    if (draft.email_refusal || draft.password_missing) return ui::focus_error();
    ask_sign_in(SignIn{std::move(address), draft.password, draft.code, is_shared(draft.shared)});
}

// Whether the address is known is not said: the answer is the same.
void Portal::ask_for_reset() {
    std::string address = lower_email(trimmed(reset_.email));
    reset_.no_answer = false;
    reset_.refusal.reset();
    if (!is_email(address)) {
        reset_.refusal = Refusal::email_not_valid;
        return ui::focus_error();
    }
    reset_.sending = true;
    host_.ask(RequestPasswordReset{std::move(address)},
              [this, alive = std::weak_ptr<bool>(session_)](std::optional<Reply> reply) {
                  if (alive.expired()) return;
                  const auto* refusing = reply ? std::get_if<Refusing>(&*reply) : nullptr;
                  reset_.sending = false;
                  reset_.no_answer = !reply;
                  reset_.done = reply && !refusing;
                  if (refusing) reset_.refusal = refusing->refusal;
                  host_.platform().wake();
              });
}

void Portal::draw_reset_request() {
    ui::Dialog dialog("Forgot password", reset_.open,
                      {.description = reset_.done ? "If this address is known, a mail is on its way. The link in it "
                                                    "works for an hour."
                                                  : "A link for choosing another password is sent to your address."});
    if (!dialog) return;
    if (reset_.no_answer) ui::banner(ui::Tone::warning, "No answer came.", words::unreachable);
    const ui::FieldResult email = ui::email_field("E-mail", reset_.email,
                                                  {.refusal = &reset_.refusal,
                                                   .autocomplete = "username",
                                                   .id = "reset address",
                                                   .required = true,
                                                   .readonly = reset_.done,
                                                   .autofocus = true});
    dialog.footer();
    if (reset_.done) {
        if (ui::button("Done", {.kind = ui::ButtonKind::primary})) dialog.close();
        return;
    }
    if (ui::button("Cancel")) dialog.close();
    const bool pressed = ui::button("Send link", {.kind = ui::ButtonKind::primary, .busy = reset_.sending});
    if ((pressed || email.submitted) && !reset_.sending) ask_for_reset();
}

// Asked until it is known; a page of the demo needs no answer.
void Portal::look_at_server() {
    if (host_.state().demo || server_known_ || server_asked_) return;
    server_asked_ = true;
    host_.ask(GetServerInfo{}, [this](std::optional<Reply> reply) {
        const auto* info = reply ? std::get_if<ServerInfo>(&*reply) : nullptr;
        server_known_ = info;
        if (info) server_ = *info;
        host_.platform().wake();
    });
}

void Portal::draw_password_sign_in(bool arrived) {
    sign_in_.leads = sign_in_.leads || arrived;
    draw_refused(sign_in_, host_.platform());
    {
        ui::Card card({}, {.gap = 16});
        draw_password_form({});
    }
}

}  // namespace parasol
