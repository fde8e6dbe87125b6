// The portal: who is signed in, where they are, and what the frame around every screen shows. Draws one frame at a
// time, collects what its screens wish, and carries it out when they are done.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "ui/account_search.h"
#include "ui/credentials.h"
#include "ui/screen.h"
#include "ui/theme.h"
#include "ui/widgets/frame.h"
#include "ui/widgets/layers.h"

namespace parasol {

struct SignInDraft : Credentials {
    // The list of persons that the demo offers, and what is typed there.
    std::string search;
    std::string asked;     // what `choices` answers
    bool listed = false;   // an answer has come
    bool asking = false;
    SignIns choices;
    // Where a server decides.
    std::string email;
    std::optional<Refusal> email_refusal;
    bool shared = false;
};

// "Forgot password?": asks for a link by mail.
struct ResetDraft {
    bool open = false;
    bool sending = false;
    bool no_answer = false;
    bool done = false;
    std::string email;
    std::optional<Refusal> refusal;  // of the address, or that it was asked for too often
};

// "Confirm that it is you", and what goes on after it.
struct ConfirmDraft : Credentials {
    bool open = false;
    std::vector<Wishes::Question> questions;  // that were refused for want of it
    ClientId client;                          // the command that was last asked about by itself
    std::int64_t seq = 0;
    std::uint64_t confirmations = 0;          // of the replica, as last seen
};

// A link that was followed to here: whom it is for, and the password that they choose.
struct LinkDraft : Credentials {
    std::string token;  // a secret, and here alone: in no address, no storage
    bool asked = false;
    std::optional<LinkFound> found;
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
    void draw_reset_request();
    void ask_for_reset();
    void look_at_server();
    void draw_shared_computer(bool& shared);
    bool is_shared(bool chosen) const;
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
    void draw_state_actions(const Scene& scene, Replica& replica, ui::Popover& popover);
    void draw_failure();
    void draw_reset_dialog();
    void save_stored(Host::Stored stored, std::string_view file_name);
    void export_pending(const Replica& replica);
    void ask_sign_out(const Replica& replica);
    void draw_bar_dialogs(Replica& replica);
    void ask_server(Replica& replica, Wishes::Question question);
    void open_confirmation();
    void draw_confirmation(Replica& replica);
    void draw_confirmation_form(Replica& replica, const Envelope* waiting);
    void send_confirmation(Replica& replica);
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
    ResetDraft reset_;
    ConfirmDraft confirm_;
    // What the server can do; all false in the demo, and until it has answered.
    ServerInfo server_;
    bool server_known_ = false;
    bool server_asked_ = false;
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
