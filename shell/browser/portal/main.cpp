// The page's program: the ports of this browser, the way to what decides, the signed-in person's replica, and the
// portal that shows them. The element's attribute `server` says where a server is, seen from the page; without it the
// page is a demo, and decides by itself.
#include <map>

#include "replica/replica.h"
#include "shell/browser/app.h"
#include "shell/browser/portal/demo.h"
#include "shell/browser/portal/http_transport.h"
#include "ui/portal.h"
#include "ui/words.h"
#include "wire/json.h"
#include "wire/memory_ports.h"
#include "wire/storage_export.h"

namespace parasol::browser {
namespace {

std::unique_ptr<Backend> make_backend(const std::string& base, const Platform& platform, Tabs& tabs, Clock& clock,
                                      Chance& chance) {
    std::string server = platform.attribute("server");
    if (!server.empty()) return std::make_unique<HttpTransport>(base, std::move(server), tabs, clock, chance);
    return std::make_unique<DemoTransport>(base, wanted_sample(base, platform), tabs, clock, chance);
}

class PortalApp final : public App, public Host {
public:
    explicit PortalApp(Platform& platform)
        : platform_(platform), base_(base_url()), backend_(make_backend(base_, platform, tabs_, clock_, chance_)) {
        backend_->describe(state_);
        backend_->begin({.changed =
                             [this] {
                                 backend_->describe(state_);
                                 platform_.wake();
                             },
                         .let_go = [this] { let_go(); },
                         .reload = [this] { platform_.reload(); }});
        attribute_changed("sides");
        attribute_changed("update");
        words::use_zone(zone_offset);
        resume();
        backend_->frame_drawn(replica_ != nullptr);
        portal_ = std::make_unique<Portal>(*this);
    }

    // --- App ---
    void frame() override {
        // A replica that was given up in the last frame goes now, when nothing of it is in use.
        retired_.reset();
        portal_->frame();
        backend_->frame_drawn(replica_ != nullptr);
    }
    void attribute_changed(std::string_view name) override {
        if (name == "update") state_.newer = platform_.attribute(name) == "ready";
        if (name == "online") backend_->network_changed(platform_.online());
        if (name != "sides") return;
        const std::string sides = platform_.attribute(name);
        state_.sides = sides == "one" ? Sides::one : sides == "second" ? Sides::second : Sides::single;
    }
    std::uint32_t background() const override { return portal_->background(); }
    void route_changed(std::string_view route) override {
        portal_->route_changed(route);
        platform_.wake();
    }
    // Ctrl+K, and / where nothing is typed; Ctrl+Z there too, for in a field it is the browser's.
    bool shortcut(const Shortcut& keys) override {
        const bool search = (keys.key == "k" && keys.control && !keys.alt && !keys.shift) ||
                            (keys.key == "/" && !keys.control && !keys.alt && !keys.in_field);
        if (search) return portal_->open_search();
        return keys.key == "z" && keys.control && !keys.alt && !keys.shift && !keys.in_field && portal_->undo();
    }
    std::string diagnostics() const override {
        if (!replica_) return R"("signedIn":false)";
        const ReplicaStatus status = replica_->status();
        static constexpr std::array<std::string_view, 4> storage = {"loading", "saved", "saving", "not_saved"};
        static constexpr std::array<std::string_view, 7> sync = {"starting", "synchronised", "waiting",   "offline",
                                                                 "too_old",  "too_new",      "signed_out"};
        static_assert(storage.size() == static_cast<std::size_t>(StorageState::not_saved) + 1);
        static_assert(sync.size() == static_cast<std::size_t>(SyncState::signed_out) + 1);
        return R"("signedIn":true,"rows":)" + std::to_string(replica_->rows().row_count()) + R"(,"scopes":)" +
               std::to_string(replica_->rows().scopes().size()) + R"(,"pending":)" +
               std::to_string(replica_->pending().size()) + R"(,"storage":")" +
               std::string(storage[static_cast<std::size_t>(status.storage.state)]) + R"(","sync":")" +
               std::string(sync[static_cast<std::size_t>(status.sync.state)]) + R"(","firstPull":)" +
               (status.sync.first_pull_complete ? "true" : "false") + R"(,"holder":)" +
               (status.holder ? "true" : "false");
    }

    // --- Host ---
    Platform& platform() override { return platform_; }
    const HostState& state() const override { return state_; }
    Replica* replica() override { return replica_.get(); }

    void ask(RequestBody body, Callback<void(std::optional<Reply>)> done) override {
        Request request;
        request.body = std::move(body);
        backend_->request(encode(request), [done = std::move(done)](std::optional<std::string> text) {
            done(text ? decode_reply(*text) : std::nullopt);
        });
    }

    void signed_in(const SignedIn& session, bool shared) override {
        const bool renews = replica_ && replica_->person() == session.person;
        if (!renews) state_.shared = shared;
        const std::string text = state_.shared ? "" : to_string(session.person) + "\n" + session.session;
        remember(base_ + "session", text, false);
        if (!state_.shared) remember(base_ + "session", text, true);
        if (renews) {
            backend_->speak_for(session.person);
            return replica_->set_session(session.session);
        }
        open_replica(session.person, session.session);
        platform_.set_route("/", RouteChange::replace);
        if (portal_) portal_->route_changed("/");
    }

    void signed_out() override {
        if (recall(base_ + "session", true) == recall(base_ + "session", false)) remember(base_ + "session", "", true);
        remember(base_ + "session", "", false);
        retire();
        platform_.set_route("/", RouteChange::replace);
        if (portal_) portal_->route_changed("/");
    }

    std::string chosen(std::string_view key) const override {
        if (!replica_) return {};
        if (!state_.shared) return recall(personal(key), true);
        const auto found = choices_.find(personal(key));
        return found == choices_.end() ? std::string() : found->second;
    }
    void keep_choice(std::string_view key, std::string_view choice) override {
        if (!replica_) return;
        if (state_.shared) choices_[personal(key)] = choice;
        else remember(personal(key), choice, true);
    }

    void export_stored(Stored stored, Callback<void(std::optional<std::string>)> done) override {
        static const std::vector<Store> stores = {Store::pages,  Store::log,  Store::pending, Store::outcomes,
                                                  Store::drafts, Store::meta, Store::journal, Store::aside};
        const std::shared_ptr<Storage> demo = stored == Stored::demo ? backend_->own_storage() : nullptr;
        if (!demo && !storage_) return;
        export_raw(demo ? *demo : *storage_, stores,
                   [demo, done = std::move(done)](StorageError error, std::string file) {
                       done(error == StorageError::none ? std::optional(std::move(file)) : std::nullopt);
                   });
    }

    void reset_demo(std::size_t accounts) override {
        // Not within the frame that asked: the replica in it goes.
        clock_.after(0, [this, accounts] { backend_->reset(accounts); });
    }

private:
    std::string personal(std::string_view key) const {
        return base_ + std::string(key) + ":" + to_string(replica_->person());
    }

    // The session of this tab, else the one last begun on this device.
    void resume() {
        for (const bool for_device : {false, true}) {
            const std::string text = recall(base_ + "session", for_device);
            const auto end = text.find('\n');
            if (end == std::string::npos) continue;
            const auto person = parse_id_as<PersonId>(std::string_view(text).substr(0, end));
            if (!person) continue;
            if (for_device) remember(base_ + "session", text, false);
            open_replica(*person, text.substr(end + 1));
            return;
        }
    }

    // Outside of a frame: what another person's replica held is given back before this one asks for its own.
    void open_replica(PersonId person, std::string session) {
        retire();
        retired_.reset();
        ReplicaIdentity identity;
        identity.base = base_;
        if (state_.shared) {
            // What is in memory alone is no other tab's to read, so this one stands for itself.
            storage_ = std::make_unique<MemoryStorage>(clock_);
            identity.base += to_string(draw_id(clock_, chance_));
        } else {
            storage_ = std::make_unique<IndexedDb>(base_ + "person:" + to_string(person));
        }
        identity.person = person;
        identity.session = std::move(session);
        backend_->speak_for(person);
        replica_ = std::make_unique<Replica>(*storage_, *backend_, tabs_, clock_, chance_, std::move(identity));
        replica_->on_change([this] { platform_.wake(); });
        replica_->start();
    }

    // Within a frame the portal still holds references: the replica stays until the next.
    void retire() {
        backend_->on_poke({});
        retired_.replica = std::move(replica_);
        retired_.storage = std::move(storage_);
        choices_.clear();
        platform_.wake();
    }

    // The demo is being reset: nothing may hold a database open, and no session is worth keeping.
    void let_go() {
        remember(base_ + "session", "", true);
        remember(base_ + "session", "", false);
        replica_.reset();
        storage_.reset();
        retired_.reset();
        state_.arrival = Arrival::starting;
        state_.progress = 0;
        if (portal_) portal_->session_changed();
    }

    struct Retired {
        std::unique_ptr<Storage> storage;
        std::unique_ptr<Replica> replica;
        void reset() {
            replica.reset();
            storage.reset();
        }
    };

    Platform& platform_;
    std::string base_;
    BrowserTabs tabs_;
    BrowserClock clock_;
    BrowserChance chance_;
    std::unique_ptr<Backend> backend_;
    HostState state_;
    std::map<std::string, std::string> choices_;  // on a shared computer
    std::unique_ptr<Storage> storage_;
    std::unique_ptr<Replica> replica_;
    Retired retired_;
    std::unique_ptr<Portal> portal_;
};

}  // namespace

std::unique_ptr<App> make_app(Platform& platform) { return std::make_unique<PortalApp>(platform); }

}  // namespace parasol::browser
