// "Confirm that it is you": requests and commands that need the password once more wait here, and go on by themselves.
#include "ui/portal.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol {

// Asks in the signed-in person's name. What is refused for want of a confirmation is asked again after it; where the
// person does not confirm, it is answered with that refusal.
void Portal::ask_server(Replica& replica, Wishes::Question question) {
    RequestBody body = question.body;
    replica.ask(std::move(body), [this, question = std::move(question),
                                  alive = std::weak_ptr<bool>(session_)](std::optional<Reply> reply) {
        if (alive.expired()) return;
        const auto* refusing = reply ? std::get_if<Refusing>(&*reply) : nullptr;
        host_.platform().wake();
        if (refusing && refusing->refusal == Refusal::confirmation_needed) {
            confirm_.questions.push_back(question);
            return open_confirmation();
        }
        const auto* session = reply ? std::get_if<SignedIn>(&*reply) : nullptr;
        if (session) enter(*session, host_.state().shared);
        question.then(reply);
    });
}

void Portal::open_confirmation() {
    confirm_.open = true;
    host_.platform().wake();
}

void Portal::draw_confirmation(Replica& replica) {
    ConfirmDraft& draft = confirm_;
    if (const std::uint64_t now = replica.status().sync.confirmations; now != draft.confirmations) {
        draft.confirmations = now;
        draft.seq = 0;
        draft.open = false;
        for (auto& question : std::exchange(draft.questions, {})) ask_server(replica, std::move(question));
    }
    const UnconfirmedCommand waiting = replica.unconfirmed();
    const Envelope* command = waiting.envelope;
    const bool is_new = command && (command->client != draft.client || command->seq != draft.seq);
    // It comes over nothing that is being typed: until then the state says that something waits.
    if (is_new && waiting.asks_here && !ui::is_typing()) {
        draft.client = command->client;
        draft.seq = command->seq;
        draft.open = true;
    }
    const bool over = replica.status().sync.state == SyncState::signed_out;  // which is asked for elsewhere
    if (over || (!command && draft.questions.empty())) draft.open = false;
    if (draft.open) return draw_confirmation_form(replica, command);
    // Not now, or not needed any more. Which command was asked about, and what was seen, stays.
    const auto questions = std::exchange(draft.questions, {});
    static_cast<Credentials&>(draft) = {};
    for (const auto& question : questions) question.then(Reply(Refusing{Refusal::confirmation_needed}));
}

void Portal::draw_confirmation_form(Replica& replica, const Envelope* waiting) {
    ConfirmDraft& draft = confirm_;
    if (!draft.questions.empty()) waiting = nullptr;  // what was asked for last
    std::string what = "This needs your password once more. It goes on by itself then.";
    if (waiting) {
        what = words::said({words::describe(waiting->command), ": this needs your password once more. It goes on by "
                                                               "itself then, with whatever you did after it."});
    }
    ui::Dialog dialog("Confirm that it is you", draft.open, {.description = what});
    if (!dialog) return;
    draw_refused(draft, host_.platform());
    const PersonRow* person = replica.view().person();
    std::string email = person ? person->email : std::string();
    ui::email_field("E-mail", email, {.autocomplete = "username", .id = "own address", .readonly = true});
    draw_password(draft, "Password", {.autocomplete = "current-password", .autofocus = true});
    draw_code(draft);
    dialog.footer();
    if (ui::button("Not now")) dialog.close();
    if (waiting && ui::button("Withdraw", {.description = words::describe(waiting->command)})) {
        replica.withdraw(waiting->client, waiting->seq);
        dialog.close();
    }
    if (ui::button("Confirm", {.kind = ui::ButtonKind::primary, .busy = draft.sending})) send_confirmation(replica);
}

void Portal::send_confirmation(Replica& replica) {
    ConfirmDraft& draft = confirm_;
    draft.password_missing = draft.password.empty();
    if (draft.password_missing) return ui::focus_error();
    draft.send();
    replica.ask(ConfirmSignIn{draft.password, draft.code},
                [this, alive = std::weak_ptr<bool>(session_)](std::optional<Reply> reply) {
                    Replica* now = host_.replica();
                    if (alive.expired() || !now) return;
                    if (reply && std::holds_alternative<Confirmed>(*reply)) {
                        confirm_.sending = false;
                        now->confirmed();
                        ui::announce("Confirmed. It goes on.");
                    } else {
                        confirm_.refuse(reply ? std::get_if<Refusing>(&*reply) : nullptr);
                    }
                    host_.platform().wake();
                });
}

}  // namespace parasol
