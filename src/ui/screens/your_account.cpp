// "Your account": the password, the second factor, and where one is signed in.
#include "ui/screens/your_account.h"

#include "ui/icons.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

constexpr ui::ColumnSpec columns[] = {
    {.key = "browser", .title = "Browser", .width = 190, .share = 3},
    {.key = "address", .title = "Address", .width = 140, .share = 1},
    {.key = "since", .title = "Since", .width = 150, .share = 1},
    {.key = "used", .title = "Last used", .width = 140, .share = 1},
    {.key = "actions", .title = "Actions", .width = 130, .share = 0, .title_hidden = true},
};

std::string_view browser_of(const SessionInfo& session) {
    return session.browser.empty() ? std::string_view("Unknown browser") : std::string_view(session.browser);
}

void revoke(const YourAccount& draft, Wishes& wishes, RevokeSession which, std::string said) {
    ask_for(draft, wishes, which, [draft, said = std::move(said)](const Reply&) {
        draft->stale = draft->leads = true;
        ui::toast(said, ui::Tone::success);
    });
}

void draw_cell(const Scene& scene, const YourAccount& draft, Wishes& wishes, const SessionInfo& session,
               const ui::Cell& cell) {
    switch (cell.column) {
        case 0: ui::text(browser_of(session), {.weight = ui::Weight::medium}); break;
        case 1: ui::text(session.network); break;
        case 2: ui::text(words::date_time(session.created)); break;
        case 3: ui::text(words::relative(session.used, scene.now())); break;
        default: {
            if (session.current) return ui::badge("This session", ui::Tone::success);
            const std::string name =
                words::said({"Sign out ", browser_of(session), ", ", session.network, ", since ",
                             words::date_time(session.created)});
            if (ui::button("Sign out", {.name = name})) {
                revoke(draft, wishes, {session.id, false}, words::said({"Signed out: ", browser_of(session), "."}));
            }
        }
    }
}

void draw_sessions(const Scene& scene, const YourAccount& draft, Wishes& wishes) {
    const auto& sessions = draft->found->sessions;
    ui::Card card("Sessions", {.arrived = std::exchange(draft->leads, false)});
    ui::muted("Where you are signed in. One that you do not know: sign it out, and change your password.");
    ui::table("Sessions", draft->table,
              {.columns = columns,
               .rows = static_cast<int>(sessions.size()),
               .row_id = [&](int row) {
                   const SessionId id = sessions[static_cast<std::size_t>(row)].id;
                   return id.high ^ id.low;
               },
               .cell = [&](const ui::Cell& cell) {
                   draw_cell(scene, draft, wishes, sessions[static_cast<std::size_t>(cell.row)], cell);
               }});
    if (ui::button("Sign out all others",
                   {.icon = icon_log_out, .disabled = sessions.size() < 2 ? "There are no others." : ""})) {
        revoke(draft, wishes, {{}, true}, "All other sessions have ended.");
    }
}

void draw_password(const Scene& scene, const YourAccount& draft, Wishes& wishes) {
    {
        ui::Card card("Password");
        ui::muted("Changing it signs you out everywhere but here.");
        if (ui::button("Change password", {.opens = semantics::Opens::dialog})) {
            draft->forget_typed();
            draft->changes_password = true;
        }
    }
    ui::Dialog dialog("Change password", draft->changes_password,
                      {.description = "All your other sessions end with it."});
    if (!dialog) return;
    std::string email = scene.view.person()->email;
    ui::email_field("E-mail", email, {.autocomplete = "username", .id = "own address", .readonly = true});
    ui::password_field("New password", draft->typed,
                       {.description = "At least 12 characters.",
                        .refusal = &draft->refusal,
                        .autocomplete = "new-password",
                        .required = true,
                        .autofocus = true});
    dialog.footer();
    if (ui::button("Cancel")) dialog.close();
    // What is too short is said without asking for the password of now first.
    if (!ui::button("Save", {.kind = ui::ButtonKind::primary, .busy = draft->sending})) return;
    if (draft->typed.empty()) {
        draft->refusal = Refusal::password_too_short;
        return ui::focus_error();
    }
    ask_for(draft, wishes, ChangePassword{draft->typed},
            [draft](const Reply&) {
                draft->changes_password = false;
                draft->forget_typed();
                draft->stale = true;
                ui::toast("Your password was changed. All your other sessions have ended.", ui::Tone::success);
            },
            [draft](const Refusing& refusing) {
                draft->refusal = refusing.refusal;
                ui::focus_error();
            });
}

void load(const YourAccount& draft, Wishes& wishes) {
    if (!draft->stale || draft->asking) return;
    draft->stale = false;
    draft->asking = true;
    draft->failed = {};
    wishes.ask(ListSessions{}, [draft](const std::optional<Reply>& reply) {
        const auto* found = reply ? std::get_if<Sessions>(&*reply) : nullptr;
        draft->asking = false;
        const auto* refusing = reply ? std::get_if<Refusing>(&*reply) : nullptr;
        draft->failed = found ? std::string_view() : refusing ? words::of(refusing->refusal) : words::unreachable;
        if (found) draft->found = *found;
    });
}

}  // namespace

void ask_for(const YourAccount& draft, Wishes& wishes, RequestBody body, Callback<void(const Reply&)> done,
             Callback<void(const Refusing&)> refused) {
    draft->sending = true;
    draft->refusal.reset();
    wishes.ask(std::move(body), [draft, done = std::move(done),
                                 refused = std::move(refused)](const std::optional<Reply>& reply) {
        draft->sending = false;
        const auto* refusing = reply ? std::get_if<Refusing>(&*reply) : nullptr;
        if (refusing && refusing->refusal == Refusal::confirmation_needed) return;
        if (!reply) ui::toast(words::unreachable, ui::Tone::danger);
        else if (!refusing) done(*reply);
        else if (refused) refused(*refusing);
        else ui::toast(words::of(refusing->refusal), ui::Tone::danger);
    });
}

void draw_your_account(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    const YourAccount draft = drafts.share<YourAccountDraft>({}, "your-account");
    const PersonRow* person = scene.view.person();
    const std::string who = person ? words::said({person->name, ", ", person->email}) : std::string();
    ui::page_heading("Your account", who, scene.arrived);
    if (scene.host.demo || !person) {
        ui::Empty empty(icon_shield, "In this demonstration nobody has a password.",
                        "Where a server decides, the password, the second factor and the sessions are kept here.");
        return;
    }
    if (scene.arrived) draft->stale = true;
    load(draft, wishes);
    if (!draft->failed.empty()) {
        ui::Banner banner(ui::Tone::warning, "It is not known how you sign in.", draft->failed);
        if (ui::button("Try again")) draft->stale = true;
    }
    if (!draft->found) {
        if (draft->failed.empty()) ui::spinner("Looking how you sign in");
        return;
    }
    draw_password(scene, draft, wishes);
    draw_second_factor(scene, draft, wishes);
    draw_sessions(scene, draft, wishes);
    draw_your_data(scene, draft, wishes);
}

}  // namespace parasol::screens
