// Signing in, and how the demo does it: its persons by name, role and account, invitations included.
#include "ui/icons.h"
#include "ui/portal.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol {
namespace {

std::string described(const SignInChoice& choice) {
    const std::string role(words::role(choice.role, choice.account_kind));
    if (!choice.invitation.is_none()) return "Invited as " + role + " of " + choice.account_name;
    return role + " of " + choice.account_name;
}

}  // namespace

void Portal::ask_sign_in(RequestBody body) {
    sign_in_.send();
    host_.ask(std::move(body), [this, alive = std::weak_ptr<bool>(session_)](std::optional<Reply> reply) {
        if (alive.expired()) return;
        const auto* signed_in = reply ? std::get_if<SignedIn>(&*reply) : nullptr;
        if (signed_in) enter(*signed_in, is_shared(sign_in_.shared));
        else sign_in_.refuse(reply ? std::get_if<Refusing>(&*reply) : nullptr);
        host_.platform().wake();
    });
}

// Where the same person is signed in already, everything stays as it is.
void Portal::enter(const SignedIn& session, bool shared) {
    const Replica* replica = host_.replica();
    const bool renews = replica && replica->person() == session.person;
    host_.signed_in(session, shared);
    if (!renews) return session_changed();
    sign_in_ = {};
    link_.reset();
}

// Nobody signed out, so everything is still here, and one sign-in goes on with it.
void Portal::draw_session_over(const Replica& replica) {
    const bool demo = host_.state().demo;
    std::string_view details = "Nothing is lost: what waits is kept, and is sent once you have signed in again.";
    if (demo && sign_in_.no_answer) details = "No answer came: another tab of this page may be busy. Try again.";
    if (demo && sign_in_.refusal) details = words::of(*sign_in_.refusal);
    {
        ui::Banner banner(ui::Tone::warning, "Your session has ended.", details, true);
        if (demo && ui::button("Sign in again", {.kind = ui::ButtonKind::primary, .busy = sign_in_.sending})) {
            ask_sign_in(SignInAs{.person = replica.person()});
        }
        if (ui::button("Sign out")) ask_sign_out(replica);
    }
    if (demo) return;
    const PersonRow* person = replica.view().person();
    ui::Column column({.width = ui::form_width});
    ui::Card card("Sign in again");
    draw_refused(sign_in_, host_.platform());
    draw_password_form(person ? std::string_view(person->email) : std::string_view());
}

// True where it was not this page that was drawn last.
bool Portal::arrive(std::string_view page, std::string_view title) {
    if (title != title_) host_.platform().set_title(title_ = title);
    const bool arrived = shown_ != page;
    if (arrived) {
        shown_ = page;
        server_asked_ = false;
    }
    page_.clear();
    return arrived;
}

void Portal::draw_sign_in() {
    const bool arrived = arrive("sign-in", "Sign in · Parasol");
    ui::Main main("sign-in", {.width = host_.state().demo ? 640.0f : ui::form_width});
    ui::page_heading("Sign in to Parasol", "The portal of your telephony provider.",
                     arrived && host_.state().demo);
    if (host_.state().demo) draw_demo_sign_in();
    else draw_password_sign_in(arrived);
}

void Portal::draw_demo_sign_in() {
    const HostState& state = host_.state();
    if (state.arrival == Arrival::ready && !sign_in_.asking && !sign_in_.no_answer &&
        (!sign_in_.listed || sign_in_.asked != sign_in_.search)) {
        sign_in_.asking = true;
        sign_in_.asked = sign_in_.search;
        host_.ask(ListSignIns{sign_in_.search},
                  [this, alive = std::weak_ptr<bool>(session_)](std::optional<Reply> reply) {
                      if (alive.expired()) return;
                      sign_in_.asking = false;
                      const auto* found = reply ? std::get_if<SignIns>(&*reply) : nullptr;
                      sign_in_.no_answer = found == nullptr;
                      sign_in_.listed = true;
                      if (found) sign_in_.choices = *found;
                      host_.platform().wake();
                  });
    }

    if (state.arrival == Arrival::failed) {
        draw_failure();
        draw_reset_dialog();
        return;
    }
    if (!state.kept) ui::banner(ui::Tone::warning, "Nothing is saved here.", not_kept_words);
    if (state.arrival == Arrival::starting) {
        ui::progress_bar("Getting ready", state.progress, "Making the sample accounts");
        return;
    }
    ui::banner(ui::Tone::info, "This is a demonstration: everything stays in this browser.",
               "Choose whom to be. In another tab you can be somebody else at the same time.");
    if (sign_in_.refusal) ui::banner(ui::Tone::danger, words::of(*sign_in_.refusal));
    if (sign_in_.no_answer) {
        ui::Banner banner(ui::Tone::warning, "No answer came.", "Another tab of this page may be busy.");
        if (ui::button("Try again")) sign_in_.no_answer = false;
    }
    ui::search_field("Search people", sign_in_.search, {.placeholder = "Name, e-mail or account"});

    ui::Card card({}, {.padding = 8, .gap = ui::narrow() ? 14.0f : 2.0f});
    if (!sign_in_.listed) ui::skeleton(4, "Loading people");
    std::optional<ui::Group> list;  // a list holds something, or is none
    if (!sign_in_.choices.choices.empty()) list.emplace(semantics::Role::list, "People");
    for (const SignInChoice& choice : sign_in_.choices.choices) {
        ui::IdScope scope(choice.invitation.is_none() ? Id(choice.person) : Id(choice.invitation));
        ui::IdScope account(choice.account);
        ui::Group item(semantics::Role::listitem, {});
        const std::string detail = described(choice);
        const std::string name = "Sign in as " + choice.name + ", " + detail;
        ui::Split split({.height = 52});
        {
            ui::Column text({.gap = 0});
            ui::text(choice.name, {.weight = ui::Weight::medium});
            ui::muted(detail + " · " + choice.email, ui::Type::small);
        }
        split.end();
        if (ui::button("Sign in", {.name = name, .busy = sign_in_.sending, .small = true})) {
            SignInAs as;
            if (choice.invitation.is_none()) {
                as.person = choice.person;
            } else {
                as.invitation = choice.invitation;
                as.invitation_account = choice.account;
            }
            ask_sign_in(as);
        }
    }
    list.reset();
    if (sign_in_.listed && sign_in_.choices.choices.empty()) {
        ui::Empty empty(icon_users, "Nobody matches.", "Search for a part of a name, an e-mail address or an account.");
    }
    if (sign_in_.choices.more) ui::muted("There are more people: search to find them.");
}

}  // namespace parasol
