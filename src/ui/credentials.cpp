#include "ui/credentials.h"

#include <utility>

#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol {

void Credentials::send() {
    sending = true;
    no_answer = false;
    refusal.reset();
    code_refusal.reset();
}

void Credentials::refuse(const Refusing* refusing) {
    sending = false;
    no_answer = !refusing;
    if (!refusing) return;
    leads = true;
    code.clear();
    slowed_until = refusing->until;
    if (refusing->refusal == Refusal::second_factor_needed) {
        code_wanted = true;
    } else if (refusing->refusal == Refusal::code_wrong) {
        code_wanted = true;
        code_refusal = refusing->refusal;
    } else {
        refusal = refusing->refusal;
        password.clear();
    }
}

void draw_refused(const Credentials& credentials, Platform& platform) {
    if (credentials.refusal) {
        std::string until;
        if (credentials.slowed_until != 0) {
            until = words::said({"The next try counts ",
                                 words::relative(credentials.slowed_until, platform.utc_ms()), ", at ",
                                 words::date_time(credentials.slowed_until), "."});
        }
        ui::Banner banner(ui::Tone::danger, words::of(*credentials.refusal), until, true);
    }
    if (credentials.no_answer) {
        ui::Banner banner(ui::Tone::warning, "No answer came.", words::unreachable, true);
    }
}

ui::FieldResult draw_password(Credentials& credentials, std::string_view label, ui::FieldOptions options) {
    const bool to_code = credentials.code_wanted && !credentials.password.empty();
    if (!to_code && std::exchange(credentials.leads, false)) ui::focus(ui::id_of(label));
    if (credentials.password_missing) options.error = "Type your password.";
    options.required = true;
    const ui::FieldResult typed = ui::password_field(label, credentials.password, options);
    if (typed.changed) credentials.password_missing = false;
    return typed;
}

ui::FieldResult draw_code(Credentials& credentials) {
    if (!credentials.code_wanted) return {};
    constexpr std::string_view label = "Code";
    if (!credentials.password.empty() && std::exchange(credentials.leads, false)) ui::focus(ui::id_of(label));
    return ui::text_field(label, credentials.code,
                          {.description = "The six digits that your authenticator shows now. A recovery code does as "
                                          "well.",
                           .refusal = &credentials.code_refusal,
                           .autocomplete = "one-time-code",
                           .required = true});
}

}  // namespace parasol
