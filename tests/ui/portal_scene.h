// The portal of one person in one tab, over a real replica and a real authority: what is drawn is found by role and
// name, and what is done travels as in a browser. One at a time: what draws is one for all.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "replica/world.h"
#include "scene.h"
#include "ui/portal.h"

namespace ui_tests {

using world::Tab;
using world::World;

// As the operator's staff reach an account.
inline Route page_of(const World& world, AccountId account, Page page) {
    Route route;
    route.home = world.root;
    route.via = account == world.root ? Via::own : Via::parent;
    route.account = account;
    route.page = page;
    return route;
}

// Where a server decides, and whether somebody is signed in when the tab is opened.
struct Setting {
    bool connected = false;
    bool signed_in = true;
};

class TestHost final : public Host {
  public:
    TestHost(Platform& its_platform, Tab& tab, Setting setting)
        : platform_(its_platform), tab_(tab), signed_in_(setting.signed_in) {
        state_.arrival = Arrival::ready;
        state_.demo = !setting.connected;
        if (setting.connected) state_.address = "https://portal.example/";
    }
    // As in a browser: what was given up in a frame goes in the next, and answers come in between.
    void begin_frame() {
        if (!signed_in_ && gives_up_) tab_.replica.reset();
        for (auto& [body, done] : std::exchange(waiting_, {})) done(server ? server(body) : std::nullopt);
    }
    Platform& platform() override { return platform_; }
    const HostState& state() const override { return state_; }
    Replica* replica() override { return signed_in_ ? tab_.replica.get() : nullptr; }
    void ask(RequestBody body, Callback<void(std::optional<Reply>)> done) override {
        waiting_.emplace_back(std::move(body), std::move(done));
    }
    void signed_in(const SignedIn& session, bool shared) override {
        entered = session;
        entered_shared = state_.shared = shared;
        if (signed_in_ && tab_.person == session.person) tab_.replica->set_session(session.session);
        else platform_.set_route("/", RouteChange::replace);
        signed_in_ = true;
    }
    void signed_out() override {
        signed_in_ = false;
        gives_up_ = true;
    }
    std::string chosen(std::string_view) const override { return {}; }
    void keep_choice(std::string_view, std::string_view) override {}
    void export_stored(Stored, Callback<void(std::optional<std::string>)> done) override { done(std::nullopt); }
    void reset_demo(std::size_t) override {}

    // What answers `ask`; without it nothing does.
    Callback<std::optional<Reply>(const RequestBody&)> server;
    std::optional<SignedIn> entered;  // last
    bool entered_shared = false;

  private:
    Platform& platform_;
    Tab& tab_;
    HostState state_;
    std::vector<std::pair<RequestBody, Callback<void(std::optional<Reply>)>>> waiting_;
    bool signed_in_;
    bool gives_up_ = false;
};

class PortalScene {
  public:
    PortalScene(World& world, Tab& tab, const Route& route) : PortalScene(world, tab, to_string(route), {}) {}
    PortalScene(World& world, Tab& tab, const std::string& route, Setting setting,
                Callback<std::optional<Reply>(const RequestBody&)> server = {})
        : world_(world), host(scene.platform, tab, setting) {
        scene.whole = true;
        scene.platform.current_route = route;
        host.server = std::move(server);
        portal_ = std::make_unique<Portal>(host);
        settle();
    }
    // Until everything that is under way has come, and is drawn. While an answer is waited for, frames never end.
    void settle() {
        for (int turn = 0; turn < 4; ++turn) {
            for (int frames = 0; frames < 8; ++frames) {
                host.begin_frame();
                scene.frame([this] { portal_->frame(); });
            }
            world_.settle();
        }
    }
    // Fails for whatever is drawn now and not described.
    void check_coverage() {
        host.begin_frame();
        scene.check_coverage([this] { portal_->frame(); });
    }
    void go(const std::string& route) {
        portal_->route_changed(route);
        settle();
    }
    void go(const Route& route) { go(to_string(route)); }
    void press(std::string_view role, std::string_view name) {
        const unsigned slot = scene.page.find(role, name);
        INFO(role << " " << name);
        REQUIRE(slot != 0);
        scene.tree.on_activate(slot);
        settle();
    }
    void press(std::string_view button) { press("button", button); }
    void escape() {
        scene.tree.on_key(semantics::Key::escape, false, false, false);
        settle();
    }
    void type(std::string_view label, std::string_view text, std::string_view kind = "input text") {
        const unsigned slot = scene.page.find(kind, label);
        INFO(label);
        REQUIRE(slot != 0);
        scene.page.give_focus(slot);
        scene.page.twins.at(slot).value = text;
        scene.tree.on_edit(slot, text);
        settle();
    }
    std::string typed(std::string_view label, std::string_view kind = "input text") const {
        return scene.at(kind, label).value;
    }
    bool shows(std::string_view role, std::string_view name) const { return scene.page.find(role, name) != 0; }
    bool says(std::string_view words) const {
        for (const auto& [slot, twin] : scene.page.twins) {
            if (twin.text == words) return true;
        }
        return false;
    }

    Scene scene;

  private:
    World& world_;

  public:
    TestHost host;

  private:
    std::unique_ptr<Portal> portal_;
};

}  // namespace ui_tests
