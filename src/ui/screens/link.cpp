// What an invitation's link, or one for a new password, opens: whoever has no password chooses one, and who has one
// types it, so that nobody accepts what was meant for somebody else. It is for whom it is for, whoever is signed in.
#include <utility>

#include "ui/icons.h"
#include "ui/portal.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol {
namespace {

bool is_about_password(Refusal refusal) {
    return refusal == Refusal::password_too_short || refusal == Refusal::password_too_long ||
           refusal == Refusal::password_easy;
}

}  // namespace

void Portal::look_at_link() {
    link_->asked = true;
    link_->no_answer = false;
    link_->refusal.reset();
    host_.ask(LookAtLink{link_->token}, [this, kept = std::weak_ptr<LinkDraft>(link_)](std::optional<Reply> reply) {
        const auto link = kept.lock();
        if (!link) return;
        const auto* refusing = reply ? std::get_if<Refusing>(&*reply) : nullptr;
        const auto* found = reply ? std::get_if<LinkFound>(&*reply) : nullptr;
        link->no_answer = !refusing && !found;
        if (refusing) link->refusal = refusing->refusal;
        if (found) {
            link->found = *found;
            link->code_wanted = found->second_factor;
        }
        host_.platform().wake();
    });
}

void Portal::use_link() {
    link_->send();
    const bool shared = is_shared(link_->shared);
    host_.ask(UseLink{link_->token, link_->password, link_->code, shared},
              [this, shared, kept = std::weak_ptr<LinkDraft>(link_)](std::optional<Reply> reply) {
                  const auto link = kept.lock();
                  if (!link) return;
                  const auto* signed_in = reply ? std::get_if<SignedIn>(&*reply) : nullptr;
                  const auto* refusing = reply ? std::get_if<Refusing>(&*reply) : nullptr;
                  if (signed_in) {
                      enter(*signed_in, shared);
                  } else if (refusing && is_about_password(refusing->refusal)) {
                      // What was typed stays: most often it only has to become longer.
                      link->sending = false;
                      link->password_refusal = refusing->refusal;
                      ui::focus_error();
                  } else {
                      link->refuse(refusing);
                  }
                  host_.platform().wake();
              });
}

void Portal::draw_link_form() {
    LinkDraft& link = *link_;
    const bool known = link.found->has_password;
    ui::Card card({}, {.gap = 16});
    // For whoever keeps passwords: which address it belongs to.
    ui::email_field("E-mail", link.found->email, {.autocomplete = "username", .readonly = true});
    ui::FieldOptions options;
    options.autocomplete = known ? "current-password" : "new-password";
    options.description = known ? "The one that you sign in with." : "At least 12 characters.";
    options.refusal = &link.password_refusal;
    const ui::FieldResult typed = draw_password(link, known ? "Password" : "New password", options);
    const ui::FieldResult code = draw_code(link);
    draw_shared_computer(link.shared);
    const bool pressed = ui::button(known ? "Accept and sign in" : "Save and sign in",
                                    {.kind = ui::ButtonKind::primary, .busy = link.sending});
    if (link.sending || (!pressed && !typed.submitted && !code.submitted)) return;
    if (!link.password.empty()) return use_link();
    link.password_missing = known;
    if (!known) link.password_refusal = Refusal::password_too_short;
    ui::focus_error();
}

void Portal::draw_link() {
    const auto link = link_;  // it may go while it is drawn
    const bool known = link->found && link->found->has_password;
    const bool resets = link->found && !known && link->found->account_name.empty();
    const bool over = link->refusal == Refusal::link_not_valid;
    const std::string_view heading = over || !link->found ? "Your link"
                                     : known              ? "Accept the invitation"
                                     : resets             ? "Choose a new password"
                                                          : "Choose a password";
    const bool arrived = arrive("link", words::said({heading, " · Parasol"}));
    if (!link->asked) look_at_link();
    ui::Main main("link", {.width = ui::form_width});
    std::string whom;
    if (link->found) whom = "For " + link->found->email;
    if (link->found && !link->found->account_name.empty()) {
        const std::string_view role = words::role(link->found->role, link->found->account_kind);
        whom += words::said({", invited to ", link->found->account_name, " as ", role, " by ",
                             link->found->invited_by_name});
    }
    ui::page_heading(heading, whom, arrived);

    const Replica* replica = host_.replica();
    if (over) {
        ui::Empty empty(icon_unlink, words::of(*link->refusal));
        if (ui::button(replica ? "Go on" : "Go to sign-in")) link_.reset();
        return;
    }
    draw_refused(*link, host_.platform());
    const bool failed = link->refusal || link->no_answer;
    if (!link->found && failed && ui::button("Try again")) look_at_link();
    if (!link->found && !failed) ui::spinner("Looking at the link");
    if (link->found) draw_link_form();
}

}  // namespace parasol
