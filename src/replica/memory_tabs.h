// Tabs without a browser: a hub joins any number of tabs in one process. Deliveries and grants go through the
// clock, so that a test or a simulation decides when they happen; a tab can be killed at any moment.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <tuple>

#include "domain/callback.h"
#include "replica/ports.h"
#include "wire/ports.h"

namespace parasol {

class MemoryTab;

// Must outlive its tabs.
class TabHub {
  public:
    explicit TabHub(Clock& clock) : clock_(clock) {}

    std::unique_ptr<MemoryTab> open_tab();
    // As if the browser had closed it: its locks go to the next in the queues, its posts that were not
    // delivered yet are delivered, nothing is called back any more. The object stays and does nothing.
    void kill(MemoryTab& tab);

    // How long the next delivery or grant takes; 0 unless set. Order per sender, receiver and channel is
    // kept.
    Callback<Duration()> latency;

  private:
    friend class MemoryTab;
    struct Waiting {
        std::uint64_t tab = 0;
        Tabs::Granted granted;
    };
    struct Lock {
        std::uint64_t holder = 0;  // 0 = nobody
        std::uint64_t turn = 0;    // counts grants
        std::deque<Waiting> queue;
    };
    // Undelivered texts of one (sender, receiver, channel).
    using Route = std::tuple<std::uint64_t, std::uint64_t, std::string>;

    void later(Callback<void()> what);
    void grant_next(const std::string& name);
    void give_up(const std::string& name, std::uint64_t tab);
    void leave(std::uint64_t tab);

    Clock& clock_;
    std::map<std::uint64_t, MemoryTab*> tabs_;
    std::map<std::string, Lock> locks_;
    std::map<Route, std::deque<std::string>> undelivered_;
    std::uint64_t last_tab_ = 0;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

class MemoryTab final : public Tabs {
  public:
    ~MemoryTab() override;
    void lock(const std::string& name, Granted granted) override;
    void release(const std::string& name) override;
    void held_names(Names done) override;
    void post(const std::string& channel, std::string text) override;
    void listen(const std::string& channel, Listener listener) override;
    bool dead() const { return dead_; }

  private:
    friend class TabHub;
    MemoryTab(TabHub& hub, std::uint64_t number) : hub_(hub), number_(number) {}

    TabHub& hub_;
    std::uint64_t number_;
    std::map<std::string, Listener> listeners_;
    bool dead_ = false;
};

}  // namespace parasol
