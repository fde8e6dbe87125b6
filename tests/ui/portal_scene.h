// The portal of one person in one tab, over a real replica and a real authority: what is drawn is found by role and
// name, and what is done travels as in a browser. One at a time: what draws is one for all.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "replica/world.h"
#include "scene.h"
#include "ui/portal.h"

namespace ui_tests {

using world::Tab;
using world::World;

class TestHost final : public Host {
  public:
    TestHost(Platform& its_platform, Tab& tab) : platform_(its_platform), tab_(tab) {
        state_.arrival = Arrival::ready;
    }
    // As in a browser: what was given up in a frame goes in the next.
    void begin_frame() {
        if (!signed_in_) tab_.replica.reset();
    }
    Platform& platform() override { return platform_; }
    const HostState& state() const override { return state_; }
    Replica* replica() override { return signed_in_ ? tab_.replica.get() : nullptr; }
    void ask(RequestBody, Callback<void(std::optional<Reply>)> done) override { done(std::nullopt); }
    void signed_in(const SignedIn&) override {}
    void signed_out() override { signed_in_ = false; }
    AccountId remembered_home() const override { return {}; }
    void remember_home(AccountId) override {}
    void export_stored(Stored, Callback<void(std::optional<std::string>)> done) override { done(std::nullopt); }
    void reset_demo(std::size_t) override {}

  private:
    Platform& platform_;
    Tab& tab_;
    HostState state_;
    bool signed_in_ = true;
};

class PortalScene {
  public:
    PortalScene(World& world, Tab& tab, const Route& route)
        : world_(world), host_(scene.platform, tab) {
        scene.whole = true;
        scene.platform.current_route = to_string(route);
        portal_ = std::make_unique<Portal>(host_);
        settle();
    }
    // Until everything that is under way has come, and is drawn. While an answer is waited for, frames never end.
    void settle() {
        for (int turn = 0; turn < 4; ++turn) {
            for (int frames = 0; frames < 8; ++frames) {
                host_.begin_frame();
                scene.frame([this] { portal_->frame(); });
            }
            world_.settle();
        }
    }
    void go(const Route& route) {
        portal_->route_changed(to_string(route));
        settle();
    }
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
    void type(std::string_view label, std::string_view text) {
        const unsigned slot = scene.page.find("input text", label);
        INFO(label);
        REQUIRE(slot != 0);
        scene.page.give_focus(slot);
        scene.page.twins.at(slot).value = text;
        scene.tree.on_edit(slot, text);
        settle();
    }
    std::string typed(std::string_view label) const { return scene.at("input text", label).value; }
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
    TestHost host_;
    std::unique_ptr<Portal> portal_;
};

}  // namespace ui_tests
