// The top bar: logo, breadcrumb, portal link, requests, the honest state, and the switcher.
#include "domain/brand.h"
#include "domain/folding.h"
#include "domain/sort_by.h"
#include "ui/icons.h"
#include "ui/portal.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol {
namespace {

constexpr float room_for_two = 1000;   // pixels
constexpr float room_for_undo = 1400;  // in words
constexpr std::uint64_t largest_export = 64 * 1024 * 1024;

std::string_view storage_words(const StorageStatus& storage) {
    switch (storage.state) {
        case StorageState::loading: return "opening";
        case StorageState::saved: return "saved on this device";
        case StorageState::saving: return "saving";
        case StorageState::not_saved: break;
    }
    return "not saved";
}

std::string sync_words(const SyncStatus& sync) {
    switch (sync.state) {
        case SyncState::starting: return "synchronising";
        case SyncState::synchronised: return "synchronised";
        case SyncState::waiting: return words::number(static_cast<long long>(sync.waiting)) + " waiting";
        case SyncState::offline:
            return sync.waiting == 0 ? std::string("offline")
                                     : "offline, " + words::number(static_cast<long long>(sync.waiting)) + " waiting";
        case SyncState::too_old: return "this page is too old";
        case SyncState::too_new: return "the server is too old";
        case SyncState::signed_out: return "signed out";
    }
    return {};
}

std::string_view not_saved_reason(StorageError reason, bool demo) {
    switch (reason) {
        case StorageError::none: return "This browser has not answered yet.";
        case StorageError::full:
            return "This device is full. Free some space, or export what waits and import it elsewhere.";
        case StorageError::lost:
            return "The browser has lost its storage. It is being opened again; until then, export what waits.";
        case StorageError::unavailable:
            return demo ? not_kept_words
                        : "This browser gives no storage here (a private window, perhaps). Everything works; what has "
                          "not been sent yet is gone when this tab is closed.";
        case StorageError::newer:
            return "A newer version of this page has been used on this device. Its data is untouched; reload to get "
                   "that version.";
        case StorageError::corrupt:
            return "What was stored on this device cannot be read. It is kept aside; nothing of it is shown.";
    }
    return {};
}

}  // namespace

void Portal::draw_bar(const Scene& scene, Replica& replica) {
    const View& view = scene.view;
    const Route& route = scene.route;
    // An address of what cannot be seen names a home that may be nobody's: one's own is the way on.
    const AccountId from = view.is_home(route.home) ? route.home : chosen_home(view);
    const std::string home = to_string(from.is_none() ? route : home_of(view, from));
    const FaceRow& brand = view.brand_of(from);
    const std::string& png = view.logo_for(from);
    const char32_t logo = host_.platform().picture(0, png);
    // A logo says the name itself, unless the brand nearest has a name.
    const std::string_view said_name = !brand.brand_name.empty() ? std::string_view(brand.brand_name)
                                       : logo != 0               ? std::string_view()
                                                                 : std::string_view("Parasol");
    environment_.brand = rgb_of(brand.brand_colour);
    ui::TopBar bar(said_name, logo, home);

    std::vector<std::string> labels;
    std::vector<std::string> routes;
    std::vector<AccountId> chain = view.breadcrumb(route.home, route.account);
    // Through a federation: from home to the member, which is not below it.
    if (chain.empty() && route.via == Via::federation) chain = {route.home, route.account};
    for (const AccountId account : chain) {
        std::string name = view.name_of(account);
        labels.push_back(name.empty() ? "Account" : std::move(name));
        const auto summary = view.account(account);
        const bool base = summary && is_base(summary->kind);
        const bool below = base && route.via != Via::federation;
        routes.push_back(scene.link_to(account, below ? Page::accounts : Page::account));
    }
    std::vector<ui::Crumb> crumbs;
    for (std::size_t at = 0; at < labels.size(); ++at) crumbs.push_back({labels[at], routes[at]});
    bar.breadcrumb(crumbs);
    bar.end();

    if (!route.account.is_none()) {
        const auto summary = view.account(route.account);
        const bool base = summary && is_base(summary->kind);
        const std::string portal = scene.link(Page::services);
        const std::string_view label = base ? "Account Portal" : "Customer Portal";
        if (ui::narrow()) {
            ui::icon_link(icon_layers, label, portal);
        } else {
            ui::link(label, portal, {.icon = icon_layers, .looks_like_button = true, .kind = ui::ButtonKind::quiet});
        }
    }
    if (!ui::narrow()) draw_undo();
    draw_search(scene, replica.status());
    const auto open = replica.view().open_request_count() + static_cast<std::int64_t>(replica.outcomes().size()) +
                      (replica.unconfirmed().envelope ? 1 : 0);
    const std::string requests = scene.link(Page::requests);
    const std::string said =
        open == 0 ? "nothing is open" : words::count(open, "open", "open");
    const std::string count = open == 0 ? "" : words::number(open);
    const std::string label = ui::narrow() ? count : count.empty() ? "Requests" : "Requests " + count;
    if (label.empty()) {
        ui::icon_link(icon_inbox, "Requests", requests, {.description = said, .id = "requests"});
    } else {
        ui::link(label, requests,
                 {.icon = icon_inbox, .name = "Requests", .description = said, .id = "requests",
                  .looks_like_button = true, .kind = ui::ButtonKind::quiet});
    }
    if (host_.state().newer && ui::button("Update", {.icon = icon_refresh_cw,
                                                     .description = "A newer version of this page has arrived. Nothing "
                                                                    "that you typed or did is lost."})) {
        host_.platform().update();
    }
    draw_bell(scene);
    draw_sides(scene);
    draw_state(scene, replica);
    draw_switcher(scene, replica);
}

void Portal::draw_undo() {
    if (!undo_) return;
    const ui::ButtonOptions look{.kind = ui::ButtonKind::quiet,
                                 .icon = icon_undo_2,
                                 .description = undo_->what,
                                 .shortcut = "Control+Z"};
    // It comes and goes, so it takes little of the breadcrumb's room.
    const bool words = ui::narrow() || ui::canvas_width() >= room_for_undo;
    if (!(words ? ui::button("Undo", look) : ui::icon_button(icon_undo_2, "Undo", look))) return;
    undo();
    ui::focus(bar_.search_id);  // the button is gone
}

// A second account in the same window, where there is room for two.
void Portal::draw_sides(const Scene& scene) {
    const Sides sides = host_.state().sides;
    Platform& platform = scene.platform;
    if (sides == Sides::second && ui::icon_button(icon_x, "Close this side")) platform.open_beside("");
    const bool room = sides == Sides::one && ui::canvas_width() >= room_for_two;
    if (room && ui::icon_button(icon_columns_2, "Show a second account beside this one")) {
        platform.open_beside(to_string(scene.route));
    }
}

// The way to the notices; one that comes while the page is open is said at once.
void Portal::draw_bell(const Scene& scene) {
    if (const std::uint64_t version = scene.replica.rows_version(); version != bar_.notices_version) {
        bar_.notices_version = version;
        bar_.unread = scene.view.unread_notices();
        if (scene.view.rows().holds(inbox_of(scene.replica.person()))) {
            const auto notices = scene.view.notices();
            const Instant newest = notices.empty() ? 0 : notices.front()->time;
            if (bar_.newest_notice && newest > *bar_.newest_notice) ui::toast(words::describe(*notices.front()));
            bar_.newest_notice = newest;
        }
    }
    const std::string notices = scene.link(Page::notices);
    const std::string said = bar_.unread == 0 ? "nothing is unread" : words::count(bar_.unread, "unread", "unread");
    if (bar_.unread == 0) {
        ui::icon_link(icon_bell, "Notices", notices, {.description = said, .id = "notices"});
    } else {
        ui::link(words::number(bar_.unread), notices,
                 {.icon = icon_bell, .name = "Notices", .description = said, .id = "notices",
                  .looks_like_button = true, .kind = ui::ButtonKind::quiet});
    }
}

void Portal::draw_state(const Scene& scene, Replica& replica) {
    const ReplicaStatus status = replica.status();
    const HostState& host = host_.state();
    const bool unsaved = status.storage.state == StorageState::not_saved || !host.kept;
    const bool in_tab = host.shared && status.storage.state == StorageState::saved;
    const std::string storage(unsaved  ? "not saved"
                              : in_tab ? "kept in this tab alone"
                                       : storage_words(status.storage));
    const bool unconfirmed = replica.unconfirmed().envelope;
    const std::string sync = unconfirmed ? "waits for your confirmation" : sync_words(status.sync);
    const std::string name = "State: " + storage + ", " + sync;
    const char32_t icon = unsaved                                   ? icon_alert_triangle
                          : status.sync.state == SyncState::offline ? icon_cloud_off
                                                                    : icon_cloud;
    const std::string label = unsaved ? "not saved" : sync;
    host_.platform().ask_before_leaving(status.storage.unsaved > 0 || (host.shared && status.sync.waiting > 0));

    ui::Popover popover(label, {.width = 360,
                                .button = {.kind = unsaved ? ui::ButtonKind::danger : ui::ButtonKind::quiet,
                                           .icon = icon,
                                           .name = name,
                                           .id = "state"},
                                .icon_only = ui::narrow() && !unsaved});
    if (!popover) return;
    ui::Column column({.gap = 12});
    ui::heading(2, "State");
    if (host.arrival == Arrival::failed) draw_failure();
    if (unsaved) {
        ui::banner(ui::Tone::danger, "Not saved on this device.",
                   not_saved_reason(host.kept ? status.storage.reason : StorageError::unavailable, host.demo));
    } else if (!status.storage.rows_kept) {
        ui::banner(ui::Tone::warning, "This device is full.",
                   "What you typed is saved. Lists are kept in memory only and are fetched again next time.");
    }
    if (status.storage.set_aside) {
        ui::banner(ui::Tone::warning, "Something stored on this device could not be read.",
                   "It was set aside and everything is fetched anew. Discard it when you need it no more.");
    }
    if (host.shared) {
        ui::banner(ui::Tone::info, "This is a shared computer.",
                   "Nothing is kept on it: what has not been sent yet is gone when this tab is closed.");
    }
    {
        ui::Facts facts(120);
        facts.row("This device", storage);
        facts.row("Synchronisation", sync);
        if (status.sync.last_pull != 0) {
            facts.row("Last heard", words::relative(status.sync.last_pull, scene.now()));
        }
        if (status.sync.mismatches != 0) {
            facts.row("Fetched anew", words::count(static_cast<std::int64_t>(status.sync.mismatches), "list", "lists"));
        }
    }
    draw_state_actions(scene, replica, popover);
    if (unconfirmed) {
        ui::Banner banner(ui::Tone::warning, "Something waits for your confirmation.",
                          "It is sent once you have typed your password, with what you did after it.");
        if (ui::button("Confirm", {.kind = ui::ButtonKind::primary, .opens = semantics::Opens::dialog})) {
            popover.close();
            open_confirmation();
        }
    }
}

// Where what waits goes, and what can be done about what is stored.
void Portal::draw_state_actions(const Scene& scene, Replica& replica, ui::Popover& popover) {
    ui::Row row;
    if (ui::link("Waiting and refused", scene.link(Page::outcomes), {.looks_like_button = true})) popover.close();
    const bool nothing = replica.pending().empty();
    if (ui::button("Export", {.icon = icon_download,
                              .name = "Export what waits",
                              .disabled = nothing ? "Nothing waits, so there is nothing to export." : ""})) {
        export_pending(replica);
    }
    if (ui::button("Import", {.icon = icon_upload, .name = "Import what waits"})) {
        host_.platform().choose_file(
            ".json,application/json", largest_export,
            [this, alive = std::weak_ptr<bool>(session_)](ChosenFile file) {
                Replica* now = host_.replica();
                if (alive.expired() || !now || file.refusal == FileRefusal::cancelled) return;
                bar_.import_answered = true;
                bar_.imported = file.refusal == FileRefusal::none ? now->import_export(file.bytes)
                                                                  : ImportResult::not_an_export;
                host_.platform().wake();
            });
    }
    if (replica.status().storage.set_aside) {
        if (ui::button("Export what cannot be read", {.icon = icon_download})) {
            save_stored(Host::Stored::person, "parasol-set-aside.bin");
        }
        if (ui::button("Discard what cannot be read")) replica.discard_set_aside();
    }
    if (host_.state().demo && ui::button("Reset demo", {.icon = icon_refresh_cw, .opens = semantics::Opens::dialog})) {
        bar_.asks_reset = true;
        popover.close();
    }
}

void Portal::export_pending(const Replica& replica) {
    host_.platform().save_file("parasol-waiting.json", "application/json", replica.export_pending());
}

// The demo's authority is not there, and why: what it has stored can be taken out, and thrown away.
void Portal::draw_failure() {
    ui::banner(ui::Tone::danger, "The demo could not be started.", host_.state().failure);
    ui::Row row;
    if (ui::button("Export the demo's data", {.icon = icon_download})) {
        save_stored(Host::Stored::demo, "parasol-demo.bin");
    }
    if (!host_.replica() && ui::button("Reset demo", {.icon = icon_refresh_cw})) bar_.asks_reset = true;
}

void Portal::save_stored(Host::Stored stored, std::string_view file_name) {
    host_.export_stored(stored, [this, file_name, alive = std::weak_ptr<bool>(session_)](auto file) {
        if (alive.expired()) return;
        if (file) host_.platform().save_file(file_name, "application/octet-stream", *file);
        else ui::toast("What is stored cannot be exported: this browser does not give it out.", ui::Tone::danger);
        host_.platform().wake();
    });
}

void Portal::draw_reset_dialog() {
    if (!bar_.asks_reset) return;
    ui::Dialog dialog("Reset demo", bar_.asks_reset,
                      {.description = "Throws away everything in this browser, for every person and tab, and "
                                      "starts again with a new sample.",
                       .urgent = true});
    if (!dialog) return;
    static constexpr ui::Option sizes[] = {{"2,100 accounts"}, {"100 accounts"}, {"10,000 accounts"},
                                           {"100,000 accounts"}};
    static constexpr std::size_t counts[] = {2100, 100, 10000, 100000};
    ui::select("Size of the sample", bar_.reset_size, sizes);
    dialog.footer();
    if (ui::button("Cancel")) dialog.close();
    if (ui::button("Reset demo", {.kind = ui::ButtonKind::danger})) {
        dialog.close();
        host_.reset_demo(counts[static_cast<std::size_t>(bar_.reset_size)]);
    }
}

void Portal::draw_switcher(const Scene& scene, Replica& replica) {
    const View& view = scene.view;
    ui::Popover popover("Switch account",
                        {.width = 380, .button = {.kind = ui::ButtonKind::quiet, .icon = icon_person_standing}});
    if (!popover) return;
    ui::Column column({.gap = 12});
    ui::heading(2, "Switch account");
    if (const PersonRow* person = view.person()) {
        ui::muted("Signed in as " + person->name + " (" + person->email + ")", ui::Type::small);
    }
    ui::search_field("Search accounts", bar_.switch_search, {.placeholder = "Name or number", .autofocus = true});
    auto grants = view.grants();
    sort_by(grants, [](const HeldGrantRow* grant) { return grant->account_kind; });
    const auto way_to = [&](const std::string& name, const Route& to, char32_t icon) {
        const bool by_seat = scene.route.via == Via::federation;
        const bool current = to.home == scene.route.home && by_seat == (to.via == Via::federation);
        if (ui::link(name, to_string(to),
                     {.icon = current ? icon_check : icon,
                      .quiet = true,
                      .current = current ? semantics::Current::yes : semantics::Current::no})) {
            host_.keep_choice("home", to_string(to.home));
            popover.close();
        }
    };
    bool any = false;
    {
        std::optional<ui::Group> list;  // a list holds something, or is none
        ui::Column items({.gap = 4});
        for (const HeldGrantRow* grant : grants) {
            const auto summary = view.account(grant->account);
            const std::string name = summary ? summary->name : "Account";
            if (!contains_folded(name, bar_.switch_search) &&
                !(summary && contains_folded(summary->number, bar_.switch_search))) {
                continue;
            }
            if (!any) list.emplace(semantics::Role::list, "Accounts you administer");
            any = true;
            ui::IdScope scope(grant->id);
            ui::Group item(semantics::Role::listitem, {});
            ui::Split split;
            way_to(name, home_of(view, grant->account), icon_building_2);
            split.end();
            ui::badge(words::role(grant->role, grant->account_kind));
        }
        for (const HeldSeatRow* seat : view.seats()) {
            const std::string name = "Federation administrator of " + seat->federation_name;
            if (!contains_folded(name, bar_.switch_search)) continue;
            if (!any) list.emplace(semantics::Role::list, "Accounts you administer");
            any = true;
            ui::IdScope scope(seat->id);
            ui::Group item(semantics::Role::listitem, {});
            way_to(name, seat_route(seat->owner), icon_network);
        }
    }
    if (!any) {
        const bool none = grants.empty() && view.seats().empty();
        ui::muted(none ? "You administer no account yet. An invitation would be under Requests."
                       : "You administer no account of this name.");
        // What is below one's own accounts is not switched to but opened.
        if (!none && ui::button("Search all accounts", {.icon = icon_search, .opens = semantics::Opens::dialog})) {
            popover.close();
            if (open_search()) bar_.search = bar_.switch_search;
        }
    }
    ui::separator();
    const ui::ThemeChoice choices[] = {ui::ThemeChoice::system, ui::ThemeChoice::light, ui::ThemeChoice::dark};
    const std::string_view names[] = {"Theme: system", "Theme: light", "Theme: dark"};
    const auto at = static_cast<std::size_t>(environment_.theme);
    if (ui::button(names[at], {.kind = ui::ButtonKind::quiet, .icon = icon_monitor, .id = "theme"})) {
        environment_.theme = choices[(at + 1) % 3];
    }
    ui::Row row;
    if (!host_.state().demo &&
        ui::link("Your account", scene.link(Page::your_account),
                 {.icon = icon_user_round, .looks_like_button = true})) {
        popover.close();
    }
    if (ui::button("Sign out", {.icon = icon_log_out})) {
        popover.close();
        ask_sign_out(replica);
    }
}

void Portal::ask_sign_out(const Replica& replica) {
    (replica.pending().empty() ? bar_.signing_out : bar_.asks_sign_out) = true;
}

void Portal::draw_bar_dialogs(Replica& replica) {
    if (bar_.asks_sign_out) {
        const std::string text =
            words::count(static_cast<long long>(replica.pending().size()), "change waits", "changes wait") +
            " to be sent. Signing out empties this device, and what waits is lost. Export it first, or stay until it "
            "has been sent.";
        ui::Dialog dialog("Sign out while changes wait?", bar_.asks_sign_out,
                          {.width = 460, .description = text, .urgent = true});
        if (ui::button("Export what waits", {.icon = icon_download})) export_pending(replica);
        dialog.footer();
        if (ui::button("Stay")) dialog.close();
        if (ui::button("Sign out and lose them", {.kind = ui::ButtonKind::danger})) bar_.signing_out = true;
    }
    if (bar_.signing_out) {
        bar_.signing_out = false;
        bar_.asks_sign_out = false;
        bar_.leaving = true;
        replica.sign_out([this, alive = std::weak_ptr<bool>(session_)](bool) {
            if (alive.expired()) return;
            host_.signed_out();
            session_changed();
        });
    }
    draw_reset_dialog();
    if (bar_.import_answered) {
        bar_.import_answered = false;
        switch (bar_.imported) {
            case ImportResult::imported: ui::toast("What the file held was taken.", ui::Tone::success); break;
            case ImportResult::not_an_export:
                ui::toast("This file is no export of what waited. Nothing was taken.", ui::Tone::danger);
                break;
            case ImportResult::another_person:
                ui::toast("These changes are another person's. They have to sign in and import them.",
                          ui::Tone::danger);
                break;
            case ImportResult::not_now:
                ui::toast("Nothing was taken: sign in again, then import the file.", ui::Tone::danger);
                break;
        }
    }
}

}  // namespace parasol
