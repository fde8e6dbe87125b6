// The offline demo: one tab of the browser holds the lock of the authority and runs it over a database of its own;
// every tab, that one too, reaches it by channel. When the holder ends, another tab takes over and repeats of
// unanswered requests find it. Texts are those of wire/json.h, as over a network.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "authority/authority.h"
#include "authority/plain_vault.h"
#include "authority/sample.h"
#include "authority/stored_database.h"
#include "domain/callback.h"
#include "shell/browser/device.h"
#include "shell/browser/portal/backend.h"
#include "wire/memory_ports.h"

namespace parasol::browser {

// How far the authority is, wherever it runs.
struct DemoState {
    Arrival arrival = Arrival::starting;
    float progress = 0;
    std::string failure;
    bool kept = true;  // its database is on this device; otherwise it ends with its tab
};

// The authority of this browser, in the tab that holds its lock.
class DemoAuthority {
public:
    // Borrows the ports. `sample`: what an empty database is filled with, at the time it is.
    DemoAuthority(std::string base, SampleOptions sample, Clock& clock, Chance& chance);
    ~DemoAuthority();
    // Opens the database, fills it where it is empty, and begins; `changed` hears every step.
    void start(Callback<void(const DemoState&)> changed, Callback<void()> poke);
    // `reply` is called once the authority has begun and answered.
    void handle(std::string request, Callback<void(std::string)> reply);
    const DemoState& state() const { return state_; }

private:
    void open(Storage& storage);
    void fill();
    void begin();
    void tell(Arrival arrival, float progress, std::string failure = {});

    std::string base_;
    SampleOptions sample_;
    Clock& clock_;
    Chance& chance_;
    PlainVault vault_;
    std::unique_ptr<Storage> storage_;
    std::unique_ptr<StoredDatabase> database_;
    std::unique_ptr<Authority> authority_;
    Callback<void(const DemoState&)> changed_;
    Callback<void()> poke_;
    DemoState state_;
    std::vector<std::pair<std::string, Callback<void(std::string)>>> early_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

// As "Reset demo" was last told on this device, else as the element's attributes `sample` (how many accounts) and
// `sample-shape` ("one-base": all customers below one partner; "deep": resellers of resellers) say.
SampleOptions wanted_sample(const std::string& base, const Platform& platform);

// A tab's way to the authority, and its own candidacy for running it.
class DemoTransport final : public Backend {
public:
    DemoTransport(std::string base, SampleOptions sample, Tabs& tabs, Clock& clock, Chance& chance);
    ~DemoTransport() override;
    void request(std::string text, Answer done) override;
    void on_poke(Callback<void()> callback) override { poked_ = std::move(callback); }
    bool online() const override { return state_.arrival != Arrival::failed; }
    void on_online(Callback<void()> callback) override { online_changed_ = std::move(callback); }

    // Hears the other tabs.
    void begin(BackendCalls calls) override;
    void describe(HostState& state) const override;
    // Stands for running the authority, once frames come to rest.
    void frame_drawn(bool signed_in) override;
    std::unique_ptr<Storage> own_storage() override;
    // Every tab is told to let go of everything, and after a while to load again.
    void reset(std::size_t accounts) override;

private:
    struct Waiting {
        std::string text;
        Answer done;
        TimerId repeat = 0;
        int tries = 0;
    };
    void become_authority();
    void send(const std::string& id);
    void answered(const std::string& id, std::string reply);
    void heard_news(const std::string& news);
    void take_state(DemoState state);
    void poke_later();

    std::string base_;
    SampleOptions sample_;
    Tabs& tabs_;
    Clock& clock_;
    Chance& chance_;
    std::string tab_;  // tells this tab's requests from others'
    std::uint64_t last_ = 0;
    std::map<std::string, Waiting> waiting_;
    std::unique_ptr<DemoAuthority> authority_;
    DemoState state_;
    BackendCalls page_;
    Callback<void()> poked_, online_changed_;
    bool poke_due_ = false;
    Instant began_ = 0;
    TimerId start_timer_ = 0;
    bool stands_ = false;  // for the authority
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace parasol::browser
