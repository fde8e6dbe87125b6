#include "ui/portal.h"

#include <cassert>

#include "replica/undo.h"
#include "ui/icons.h"
#include "ui/screens/account_actions.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol {
namespace {

std::string_view page_title(Page page) {
    switch (page) {
        case Page::accounts: return "Accounts";
        case Page::account: return "Account";
        case Page::federation: return "Federation";
        case Page::services: return "Services";
        case Page::users: return "Users";
        case Page::offers: return "Offers";
        case Page::subscriptions: return "Subscriptions";
        case Page::invoices: return "Invoices";
        case Page::administrators: return "Administrators";
        case Page::activity: return "Activity";
        case Page::import_accounts: return "Import accounts";
        case Page::requests: return "Requests";
        case Page::outcomes: return "Changes";
        case Page::help: return "Help";
        case Page::notices: return "Notices";
        case Page::invite_administrators: return "Invite administrators";
        case Page::your_account: return "Your account";
    }
    return {};
}

}  // namespace

Portal::Portal(Host& host) : host_(host) {
    environment_.platform = &host.platform();
    environment_.go = [this](std::string_view text) {
        if (auto route = parse_route(text)) go(*route);
    };
    environment_.chosen = [this](std::string_view key) { return host_.chosen(key); };
    environment_.keep_choice = [this](std::string_view key, std::string_view choice) {
        host_.keep_choice(key, choice);
    };
    wishes_.new_id = [this] { return host_.replica()->new_id(); };
    route_changed(host.platform().route());
}

void Portal::route_changed(std::string_view route) {
    link_.reset();
    wanted_ = parse_route(route);
    if (host_.state().demo || !route.starts_with(link_route)) return;
    link_ = std::make_shared<LinkDraft>();
    link_->token = route.substr(link_route.size());
    // Whoever looks at the address later, or goes back to it, finds no secret there.
    host_.platform().set_route("/", RouteChange::replace);
}

std::uint32_t Portal::background() const {
    return ui::background(*environment_.platform, environment_.theme);
}

void Portal::session_changed() {
    *session_ = false;
    session_ = std::make_shared<bool>(true);
    drafts_.clear();
    environment_.brand = 0;
    sign_in_ = {};
    reset_ = {};
    confirm_ = {};
    link_.reset();
    bar_ = {};
    ui::drop_toast();
    ui::announce({});  // what was said last is no longer there to be read
    undo_.reset();
    opened_.clear();
    shown_.clear();
    page_.clear();
    host_.platform().wake();
}

void Portal::go(Route to, RouteChange change) {
    host_.platform().set_route(to_string(to), change);
    wanted_ = std::move(to);
    host_.platform().wake();
}

void Portal::frame() {
    ui::begin_frame(environment_);
    look_at_server();
    Replica* const replica = host_.replica();
    if (link_) {
        draw_link();
    } else if (replica) {
        environment_.reader = replica->person().low;
        draw_signed_in(*replica);
    } else {
        draw_sign_in();
    }
    draw_reset_request();
    ui::end_frame();
}

Route Portal::seat_route(AccountId owner) const {
    Route route;
    route.as_of = as_of();
    route.via = Via::federation;
    route.home = owner;
    route.account = owner;
    route.page = Page::federation;
    return route;
}

Instant Portal::as_of() const { return wanted_ && !is_personal(wanted_->page) ? wanted_->as_of : 0; }

Route Portal::home_of(const View& view, AccountId account) const {
    Route route;
    route.home = account;
    route.account = account;
    route.as_of = as_of();
    if (view.roles_on(account).empty() && view.seat_at(account)) return seat_route(account);
    const auto summary = view.account(account);
    route.page = summary && is_base(summary->kind) ? Page::accounts : Page::account;
    return route;
}

AccountId Portal::chosen_home(const View& view) const {
    const auto grants = view.grants();
    const AccountId remembered = parse_id_as<AccountId>(host_.chosen("home")).value_or(AccountId{});
    for (const HeldGrantRow* grant : grants) {
        if (grant->account == remembered) return remembered;
    }
    if (view.seat_at(remembered)) return remembered;
    // The first sign-in with several asks in the switcher; until then the account nearest the root.
    AccountId best;
    AccountKind kind = AccountKind::internal_use;
    for (const HeldGrantRow* grant : grants) {
        if (best.is_none() || grant->account_kind < kind) {
            best = grant->account;
            kind = grant->account_kind;
        }
    }
    const auto seats = view.seats();
    return best.is_none() && !seats.empty() ? seats.front()->owner : best;
}

std::optional<Route> Portal::resolve(const View& view, const ReplicaStatus& status) const {
    if (!view.person()) return std::nullopt;
    const AccountId home = chosen_home(view);
    if (!wanted_ || wanted_->account.is_none()) {
        Route route = wanted_ && is_personal(wanted_->page) ? *wanted_ : Route{};
        if (home.is_none()) {
            route.page = is_personal(route.page) ? route.page : Page::requests;
            return route;
        }
        if (!view.account(home) && !status.sync.first_pull_complete) return std::nullopt;
        const Route base = home_of(view, home);
        if (!is_personal(route.page) || !wanted_) return base;
        route.home = base.home;
        route.account = base.account;
        return route;
    }
    Route route = *wanted_;
    const auto access = view.access(route.home, route.via, route.account, Permission::see);
    if (access == Access::allowed) return route;
    if (access == Access::unknown && !status.sync.first_pull_complete) return std::nullopt;
    if (const auto path = view.best_path(route.account)) {
        route.home = path->home;
        route.via = path->via;
    }
    return route;
}

// The server speaks another version of the protocol than this page.
void Portal::draw_apart(SyncState state) {
    if (state == SyncState::too_old) {
        ui::Banner banner(ui::Tone::warning, "A newer version of Parasol is there.",
                          "Until it is loaded nothing is exchanged. What waits is kept, and so is what you typed.");
        if (ui::button("Load it now", {.icon = icon_refresh_cw})) host_.platform().update();
    } else if (state == SyncState::too_new) {
        ui::banner(ui::Tone::warning, "The server runs an older version of Parasol than this page.",
                   "Until it has been updated nothing is exchanged. What waits is kept.");
    }
}

void Portal::draw_signed_in(Replica& replica) {
    drafts_.keep_in(replica);
    replica.look_back(as_of() != 0 ? std::optional(as_of()) : std::nullopt);
    const View view = replica.shows_past() ? replica.past_view() : replica.view();
    const ReplicaStatus status = replica.status();
    const bool over = status.sync.state == SyncState::signed_out;
    const auto route = resolve(view, status);
    // The replica empties the device, and tells when it has: it must not go before.
    if (status.ended && bar_.leaving) {
        ui::Main main("leaving", {.width = ui::form_width});
        ui::page_heading("Signing out", "This device is being emptied.", true);
        return;
    }
    // Without a session, and with nothing held that could be shown meanwhile, signing in is all there is to do.
    if (status.ended || (over && !route && !status.locked)) {
        host_.signed_out();
        session_changed();
        return;
    }
    if (!route) {
        ui::Main main("starting", {.width = ui::form_width});
        if (over) {
            draw_session_over(replica);
            draw_bar_dialogs(replica);
        } else if (status.locked) {
            ui::banner(ui::Tone::warning, "This device has been offline for more than 7 days.",
                       "Nothing is lost: what waits is kept. Connect to the internet to go on.");
        } else {
            draw_apart(status.sync.state);
            ui::spinner("Fetching your accounts");
        }
        return;
    }
    const std::string address = to_string(*route);
    if (wanted_ != route) go(*route, RouteChange::replace);
    if (address != shown_) {
        shown_ = address;
        drafts_.leave();
        bar_.asks_sign_out = bar_.asks_reset = bar_.searching = false;
    }
    // Another tab of the same page is no arrival: who chooses it by keys goes on to the next one.
    Route place = *route;
    place.tab = {};
    place.section.clear();
    const std::string page = to_string(place);
    const bool arrived = page != page_;
    // Until it is known how it was, there is nothing to arrive at.
    if (replica.past_state() != PastState::coming) page_ = page;
    if (arrived) {
        ui::drop_toast();
        undo_.reset();
        server_asked_ = false;
    }

    const Scene scene{replica, view, *route, arrived, host_.platform(), host_.state(), server_};
    draw_bar(scene, replica);
    if (scene.is_past()) draw_past_band(scene);
    // Nobody acts in the past.
    const bool elsewhere = !scene.is_past() && route->via != Via::own && !route->account.is_none();
    if (elsewhere && scene.may(Permission::see)) {
        const HeldSeatRow* seat = route->home == route->account ? view.seat_at(route->home) : nullptr;
        const std::string home = view.name_of(route->home);
        const std::string words =
            "Acting in " + view.name_of(route->account) + " for " + (seat ? seat->federation_name : home);
        const std::string back = "Back to " + home;
        const std::string way_back = to_string(home_of(view, route->home));
        ui::band("Acting for another account", icon_network, words, back, way_back);
    }
    draw_rail(scene);
    {
        ui::Main main(page, {.width = ui::content_width});
        if (over) draw_session_over(replica);
        draw_apart(status.sync.state);
        if (ui::narrow() && undo_) {  // the bar has no room for it
            ui::Row row;
            const std::string what = undo_->what;
            draw_undo();
            ui::muted(what, ui::Type::small);
        }
        draw_page(scene, replica);
    }
    draw_bar_dialogs(replica);
    draw_confirmation(replica);

    std::string title(page_title(route->page));
    const std::string name = is_personal(route->page) ? std::string() : view.name_of(route->account);
    if (!name.empty()) title += " · " + name;
    const std::string& brand = view.brand_of(route->home).brand_name;
    title += " · " + (brand.empty() ? std::string("Parasol") : brand);
    if (title != title_) {
        title_ = title;
        host_.platform().set_title(title_);
    }
    carry_out(replica, *route);
}

void Portal::draw_past_band(const Scene& scene) {
    const bool shown = scene.replica.shows_past();
    const Instant at = shown ? scene.now() : scene.route.as_of;
    // Less than a second earlier is what the journal's clock makes of it.
    const bool begins = shown && at > scene.route.as_of + one_second;
    std::string words = "As of " + words::date_time(at);
    words += begins ? ", where the record begins: it has nothing earlier. " : ". ";
    words += "Nothing can be changed here.";
    Route now = scene.route;
    now.as_of = 0;
    ui::band("The past", icon_history, words, "Back to now", to_string(now));
}

// Whether the past can be shown; else why not.
bool Portal::draw_past_state(const Scene& scene) {
    switch (scene.replica.past_state()) {
        case PastState::shown:
        case PastState::none: return true;
        case PastState::coming: ui::spinner("Looking back"); return false;
        case PastState::unreachable: break;
    }
    ui::page_heading("Looking back", {}, scene.arrived);
    ui::banner(ui::Tone::warning, "How it was cannot be fetched now.",
               "It is asked for again by itself as soon as Parasol can be reached. \"Back to now\" shows what is on "
               "this device.");
    return false;
}

void Portal::draw_rail(const Scene& scene) {
    if (scene.route.account.is_none()) {
        const std::string requests = scene.link(Page::requests);
        const std::string help = scene.link(Page::help);
        const ui::RailItem items[] = {{"Requests", requests, icon_inbox, scene.route.page == Page::requests},
                                      {"Help", help, icon_help_circle, scene.route.page == Page::help}};
        ui::rail("Account", items);
        return;
    }
    const auto summary = scene.view.account(scene.account());
    struct Entry {
        std::string_view label;
        Page page;
        char32_t icon;
    };
    std::vector<Entry> entries;
    const bool below = scene.route.via != Via::federation;  // which reaches nothing below a member
    if (below && summary && is_base(summary->kind)) entries.push_back({"Accounts", Page::accounts, icon_folder_tree});
    entries.push_back({"Account", Page::account, icon_building_2});
    entries.push_back({"Federation", Page::federation, icon_network});
    entries.push_back({"Services", Page::services, icon_phone});
    entries.push_back({"Administrators", Page::administrators, icon_shield});
    entries.push_back({"Activity", Page::activity, icon_history});
    entries.push_back({"Help", Page::help, icon_help_circle});

    std::vector<std::string> routes;
    routes.reserve(entries.size());
    std::vector<ui::RailItem> items;
    for (const Entry& entry : entries) {
        routes.push_back(scene.link(entry.page));
        const bool current = scene.route.page == entry.page ||
                             (entry.page == Page::accounts && (scene.route.page == Page::import_accounts ||
                                                               scene.route.page == Page::invite_administrators));
        items.push_back({entry.label, routes.back(), entry.icon, current});
    }
    ui::rail("Account", items);
}

void Portal::draw_page(const Scene& scene, Replica& replica) {
    using namespace screens;
    const Page page = scene.route.page;
    if (page == Page::requests) return draw_requests(scene, drafts_, wishes_);
    if (page == Page::outcomes) return draw_outcomes(scene, drafts_, wishes_);
    if (page == Page::help) return draw_help(scene, drafts_, wishes_);
    if (page == Page::notices) return draw_notices(scene, drafts_, wishes_);
    if (page == Page::your_account) return draw_your_account(scene, drafts_, wishes_);

    wishes_.need(scene.account());
    if (!draw_past_state(scene)) return;
    const bool seen = scene.may(Permission::see);
    const AccountDetails details =
        replica.shows_past() ? replica.past_details_of(scene.account()) : replica.details_of(scene.account());
    if (!seen || details == AccountDetails::gone) {
        ui::page_heading("Not found", {}, scene.arrived);
        if (scene.is_past()) {
            ui::Empty empty(icon_history, "This account was not there then, or you cannot see how it was.",
                            "Choose a later date, or go back to now.");
            return;
        }
        ui::Empty empty(icon_search, "This account is not there, or you cannot see it.",
                        "Choose another one in \"Switch account\", or ask whoever sent you the link for access.");
        return;
    }
    draw_suspension(scene, drafts_, wishes_);
    switch (page) {
        case Page::accounts: return draw_accounts(scene, drafts_, wishes_);
        case Page::import_accounts: return draw_import(scene, drafts_, wishes_);
        case Page::account: return draw_account(scene, drafts_, wishes_);
        case Page::federation: return draw_federation(scene, drafts_, wishes_);
        case Page::administrators: return draw_administrators(scene, drafts_, wishes_);
        case Page::activity: return draw_activity(scene, drafts_, wishes_);
        case Page::invite_administrators: return draw_invite_many(scene, drafts_, wishes_);
        default: return draw_later(scene, drafts_, wishes_);
    }
}

bool Portal::undo() {
    Replica* replica = host_.replica();
    if (!undo_ || !replica) return false;
    Undo last = std::move(*undo_);
    undo_.reset();
    const CommandHandle handle =
        replica->submit(last.account, last.path.home, last.path.via, std::move(last.command));
    if (handle.refusal) ui::toast(words::of(*handle.refusal), ui::Tone::danger);
    else ui::toast("Taken back: " + last.what, ui::Tone::success);
    host_.platform().wake();
    return true;
}

void Portal::carry_out(Replica& replica, const Route& from) {
    Wishes wishes = std::move(wishes_);
    wishes_ = {};
    wishes_.new_id = wishes.new_id;

    std::set<Id> needed(wishes.needed.begin(), wishes.needed.end());
    for (const Id& id : needed) {
        if (opened_.count(id) == 0) replica.open(AccountId(id));
    }
    for (const Id& id : opened_) {
        if (needed.count(id) == 0) replica.close(AccountId(id));
    }
    opened_ = std::move(needed);
    replica.look_at(std::move(wishes.looked_at));

    assert((from.as_of == 0 || wishes.commands.empty()) && "a screen offers to change the past");
    if (from.as_of != 0) wishes.commands.clear();
    for (auto& wish : wishes.commands) {
        // An account's path is the address's where it is the account in view; elsewhere (Requests) the person's best.
        Path path{from.home, from.via};
        if (wish.path) {
            path = *wish.path;
        } else if (wish.account != from.account) {
            if (const auto best = replica.view().best_path(wish.account)) path = *best;
        }
        const bool own = is_personal(wish.command) || std::holds_alternative<AcceptInvitation>(wish.command);
        if (own) path = {wish.account, Via::own};
        auto inverse = inverse_of(wish.command, wish.account, replica.view(), wishes_.new_id);
        std::string what = inverse ? words::describe(wish.command) : std::string();
        const CommandHandle handle = replica.submit(wish.account, path.home, path.via, std::move(wish.command));
        if (!handle.refusal) {
            undo_.reset();
            if (inverse) undo_ = Undo{wish.account, path, std::move(*inverse), std::move(what)};
        }
        if (wish.then) wish.then(handle);
        else if (handle.refusal) ui::toast(words::of(*handle.refusal), ui::Tone::danger);
    }
    for (auto& question : wishes.questions) ask_server(replica, std::move(question));
    if (wishes.confirms) open_confirmation();
    if (wishes.leaves) bar_.signing_out = true;
    for (const auto& [client, seq] : wishes.withdrawn) replica.withdraw(client, seq);
    drafts_.save();
    for (const auto& [client, seq] : wishes.dismissed) replica.dismiss(client, seq);
    if (wishes.pull_now) replica.pull_now();
    if (wishes.route) go(std::move(*wishes.route));
    if (!wishes.commands.empty() || !wishes.dismissed.empty()) host_.platform().wake();
}

}  // namespace parasol
