// The suite of Tabs on the in-memory hub, and what only the hub can do.
#include "catch.h"
#include "replica/memory_tabs.h"
#include "replica/tabs_suite.h"
#include "wire/memory_ports.h"

using namespace parasol;

namespace {

class HubGround final : public tabs_suite::Ground {
  public:
    Tabs& open() override {
        tabs_.push_back(hub_.open_tab());
        return *tabs_.back();
    }
    void kill(Tabs& tab) override {
        for (const auto& one : tabs_) {
            if (one.get() == &tab) hub_.kill(*one);
        }
    }
    void settle(std::function<void()> then) override {
        clock_.time().run_until_idle(one_hour);
        then();
    }
    TabHub& hub() { return hub_; }

  private:
    ManualClock clock_;
    TabHub hub_{clock_};
    std::vector<std::unique_ptr<MemoryTab>> tabs_;
};

}  // namespace

TEST_CASE("the suite of Tabs holds in memory") {
    SeededChance chance(7);
    HubGround ground;
    const bool slow = GENERATE(false, true);
    if (slow) ground.hub().latency = [&] { return static_cast<Duration>(chance.below(50)); };
    for (const auto& one : tabs_suite::all(ground)) {
        INFO(one->name());
        std::string failures = "it did not end";
        one->run([&](std::string found) { failures = std::move(found); });
        CHECK(failures == "");
    }
}

TEST_CASE("what a tab posted before it died arrives") {
    ManualClock clock;
    TabHub hub(clock);
    auto first = hub.open_tab();
    auto second = hub.open_tab();
    std::string heard;
    second->listen("channel", [&](const std::string& text) { heard += text; });
    first->post("channel", "last words");
    hub.kill(*first);
    first->post("channel", "from the grave");
    clock.settle();
    CHECK(heard == "last words");
}
