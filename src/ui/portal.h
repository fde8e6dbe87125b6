// The portal: who is signed in, where they are, and what the frame around every screen shows. Draws one frame at a
// time, collects what its screens wish, and carries it out when they are done.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "ui/account_search.h"
#include "ui/screen.h"
#include "ui/theme.h"
#include "ui/widgets/frame.h"

namespace parasol {

struct SignInDraft {
    bool signing_in = false;
    bool no_answer = false;
    std::optional<Refusal> refusal;
    // The list of persons that the demo offers, and what is typed there.
    std::string search;
    std::string asked;     // what `choices` answers
    bool listed = false;   // an answer has come
    bool asking = false;
    SignIns choices;
    // Where a server decides.
    std::string email;
    std::string password;  // here alone, until it is sent
    std::optional<Refusal> email_refusal;
    bool password_missing = false;
    bool leads = false;    // the focus to what is to be typed
    bool shared = false;
    Instant slowed_until = 0;
};

// A link that was followed to here: whom it is for, and the password that they choose.
struct LinkDraft {
    std::string token;  // a secret, and here alone: in no address, no storage
    bool asked = false;
    bool sending = false;
    bool no_answer = false;
    std::optional<Refusal> refusal;
    std::optional<LinkFound> found;
    std::string password;
    bool password_missing = false;
    bool shared = false;
    std::optional<Refusal> password_refusal;
};

// What the top bar remembers between frames.
struct BarDraft {
    std::string switch_search;
    bool searching = false;
    std::string search;
    std::string search_said;  // last
    ui::Id search_id = 0;     // of its button
    AccountSearch found;
    bool asks_sign_out = false;
    bool signing_out = false;
    bool leaving = false;  // signed out here; the device is being emptied
    bool asks_reset = false;
    int reset_size = 0;
    ImportResult imported = ImportResult::imported;
    bool import_answered = false;
    std::uint64_t notices_version = 0;  // of the replica's rows
    std::int64_t unread = 0;
    std::optional<Instant> newest_notice;  // none until the inbox is held
};

// Why the demo says "not saved" where the browser gives it no storage.
inline constexpr std::string_view not_kept_words =
    "This browser gives no storage here (a private window, perhaps). Everything works until this tab is closed; then "
    "all of it is gone.";

class Portal {
public:
    // Borrows the host, which outlives it.
    explicit Portal(Host& host);
    void frame();
    void route_changed(std::string_view route);
    // Opens "Search" where somebody is signed in; false: nobody is.
    bool open_search();
    // Takes back what was done last on this page, where it can be; false: there is nothing.
    bool undo();
    std::uint32_t background() const;
    // A session has begun or ended, in this tab: what was typed and opened for the last one goes.
    void session_changed();

private:
    void draw_sign_in();
    void draw_demo_sign_in();
    void ask_sign_in(RequestBody body);
    void enter(const SignedIn& session, bool shared);
    void draw_password_sign_in(bool arrived);
    void draw_password_form(std::string_view known_email);
    void draw_sign_in_refused();
    void draw_shared_computer(bool& shared);
    void draw_link();
    void look_at_link();
    void use_link();
    void draw_link_form();
    bool arrive(std::string_view page, std::string_view title);
    void draw_session_over(const Replica& replica);
    void draw_apart(SyncState state);
    void draw_signed_in(Replica& replica);
    void draw_bar(const Scene& scene, Replica& replica);
    void draw_search(const Scene& scene, const ReplicaStatus& status);
    void draw_bell(const Scene& scene);
    void draw_sides(const Scene& scene);
    void draw_undo();
    void draw_switcher(const Scene& scene, Replica& replica);
    void draw_state(const Scene& scene, Replica& replica);
    void draw_failure();
    void draw_reset_dialog();
    void save_stored(Host::Stored stored, std::string_view file_name);
    void ask_sign_out(const Replica& replica);
    void draw_bar_dialogs(Replica& replica);
    void draw_past_band(const Scene& scene);
    bool draw_past_state(const Scene& scene);
    void draw_rail(const Scene& scene);
    void draw_page(const Scene& scene, Replica& replica);
    // The address as it can be shown: corrected to a path that this person has; nullopt while that is not known.
    std::optional<Route> resolve(const View& view, const ReplicaStatus& status) const;
    // Of the address: how it was then is shown; 0: how it is.
    Instant as_of() const;
    Route home_of(const View& view, AccountId account) const;
    Route seat_route(AccountId owner) const;  // as administrator of the federation that it owns
    AccountId chosen_home(const View& view) const;
    void go(Route to, RouteChange change = RouteChange::push);
    void carry_out(Replica& replica, const Route& from);

    Host& host_;
    ui::Environment environment_;
    std::optional<Route> wanted_;  // as the address says
    std::string shown_;            // the address last drawn
    std::string page_;             // the same without its tab; another one means that one has arrived
    std::string title_;
    Drafts drafts_;
    Wishes wishes_;
    SignInDraft sign_in_;
    std::shared_ptr<LinkDraft> link_;  // null where none was followed
    BarDraft bar_;
    // What takes back the last command, as long as its page is shown.
    struct Undo {
        AccountId account;
        Path path;
        Command command;
        std::string what;  // was done
    };
    std::optional<Undo> undo_;
    std::set<Id> opened_;
    std::shared_ptr<bool> session_ = std::make_shared<bool>(true);  // false once the session it was made in has ended
};

}  // namespace parasol
