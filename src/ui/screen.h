// What a screen is: a function of (what is so, what is half typed, what is wished). It reads `Scene`, keeps typing in
// `Drafts`, and says what it wants through `Wishes`; nothing else changes anything (DESIGN 4).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/callback.h"
#include "domain/commands.h"
#include "replica/replica.h"
#include "ui/drafts.h"
#include "ui/host.h"
#include "ui/routes.h"
#include "wire/messages.h"

namespace parasol {

// What a screen may look at. Lives for one frame.
struct Scene {
    const Replica& replica;
    const View& view;    // of replica, for this frame: as it is, or as it was
    const Route& route;  // where one is: home, via, account, page
    bool arrived;        // the route has just changed: the page's heading takes the focus
    Platform& platform;
    const HostState& host;
    const ServerInfo& server;  // what it can do

    AccountId account() const { return route.account; }
    // How it was is shown, and nothing can be done.
    bool is_past() const { return route.as_of != 0; }
    Instant now() const { return view.now(); }
    // Whether the path in the address permits it on the account in view.
    bool may(Permission permission) const { return view.may(route.home, route.via, route.account, permission); }
    // Manages the account by a grant on it or above it: what administrators of its federation may not do for it.
    bool manages_itself() const { return route.via != Via::federation && may(Permission::manage); }
    // The address of another page of the same account.
    std::string link(Page page) const;
    // The address of an account by the path that suits it: home itself, below home, or through home's federation, else
    // the person's best path.
    Route route_to(AccountId account, Page page) const;
    // The same where there is such a path.
    std::optional<Route> reaches(AccountId account, Page page) const;
    // By the person's best path, wherever one is.
    std::optional<Route> best_route(AccountId account, Page page) const;
    std::string link_to(AccountId account, Page page) const { return to_string(route_to(account, page)); }
    // By a path of its own, at the moment that is in view.
    Route route_by(const Path& path, AccountId account, Page page) const;
};

// Says that a command has done what it does: offline that it will be sent, and of one that waits for an answer so.
void say_done(const Replica& replica, const CommandHandle& handle, std::string_view done);

// What a screen wishes; carried out when the frame's screens are done.
class Wishes {
public:
    struct Wish {
        AccountId account;
        Command command;
        Callback<void(const CommandHandle&)> then;
        std::optional<Path> path = {};  // else by the home and via of the address, or the person's best
    };
    struct Question {
        RequestBody body;
        Callback<void(const std::optional<Reply>&)> then;
    };

    // On this account, by the home and via of the address. `then` is told once, after this frame, whether it was
    // applied, waits, or was refused at once.
    void command(AccountId account, Command command, Callback<void(const CommandHandle&)> then = {}) {
        commands.push_back({account, std::move(command), std::move(then)});
    }
    // The same by a path of its own: on an account that is not in view.
    void command_by(const Path& path, AccountId account, Command command,
                    Callback<void(const CommandHandle&)> then = {}) {
        commands.push_back({account, std::move(command), std::move(then), path});
    }
    // nullopt: no answer (offline). Where it needs a confirmation, the person is asked for it first; Refusing
    // confirmation_needed says that they did not give it.
    void ask(RequestBody body, Callback<void(const std::optional<Reply>&)> then) {
        questions.push_back({std::move(body), std::move(then)});
    }
    void go(Route to) { route = std::move(to); }
    void refresh() { pull_now = true; }
    // Nobody is signed in any more: empties the device.
    void leave() { leaves = true; }
    // Opens "Confirm that it is you" for the command that waits for it (Replica::unconfirmed).
    void confirm() { confirms = true; }
    void withdraw(ClientId client, std::int64_t seq) { withdrawn.emplace_back(client, seq); }
    void dismiss(ClientId client, std::int64_t seq) { dismissed.emplace_back(client, seq); }
    // Keeps an account's details held while its screen is shown (called every frame that needs it).
    void need(AccountId account) { needed.push_back(account); }
    // Keeps further scopes held in the same way; at once in place of what was looked at before.
    void look_at(std::vector<Scope> scopes) { looked_at = std::move(scopes); }

    // A new id for something that a command makes.
    Callback<Id()> new_id;

    // What was wished in this frame, for the portal.
    std::vector<Wish> commands;
    std::vector<Question> questions;
    std::vector<std::pair<ClientId, std::int64_t>> dismissed, withdrawn;
    std::vector<AccountId> needed;
    std::vector<Scope> looked_at;
    std::optional<Route> route;
    bool pull_now = false, confirms = false, leaves = false;
};

// The screens, one file each. All draw inside ui::Main.
namespace screens {

void draw_accounts(const Scene& scene, Drafts& drafts, Wishes& wishes);         // base account screen
void draw_add_account(const Scene& scene, Drafts& drafts, Wishes& wishes);      // its dialog "Add Account"
void draw_import(const Scene& scene, Drafts& drafts, Wishes& wishes);           // CSV in, with preview
void draw_account(const Scene& scene, Drafts& drafts, Wishes& wishes);          // card and "i" section
void draw_contact_details(const Scene& scene, Drafts& drafts, Wishes& wishes);  // its tab "Contact details"
void draw_brand(const Scene& scene, Drafts& drafts, Wishes& wishes);            // its tab "Brand"
void draw_federation(const Scene& scene, Drafts& drafts, Wishes& wishes);       // tab "Tiered" and the Federation page
void draw_administrators(const Scene& scene, Drafts& drafts, Wishes& wishes);
void draw_activity(const Scene& scene, Drafts& drafts, Wishes& wishes);         // what was done in the account
void draw_requests(const Scene& scene, Drafts& drafts, Wishes& wishes);
void draw_notices(const Scene& scene, Drafts& drafts, Wishes& wishes);        // what one is told
void draw_your_account(const Scene& scene, Drafts& drafts, Wishes& wishes);    // how one signs in, and one's own data
void draw_outcomes(const Scene& scene, Drafts& drafts, Wishes& wishes);         // refused and waiting commands
void draw_help(const Scene& scene, Drafts& drafts, Wishes& wishes);
void draw_invite_many(const Scene& scene, Drafts& drafts, Wishes& wishes);      // to accounts that have nobody
void draw_look_back(const Scene& scene, Drafts& drafts, Wishes& wishes);        // "As of a date": button and dialog
void draw_later(const Scene& scene, Drafts& drafts, Wishes& wishes);            // places whose content comes later

}  // namespace screens
}  // namespace parasol
