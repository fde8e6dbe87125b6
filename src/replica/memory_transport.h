// A transport to something in the same process, over a network that can be made to misbehave: requests and
// replies may be lost, repeated, delayed and so overtake each other.
#pragma once

#include <memory>

#include "domain/callback.h"
#include "replica/ports.h"
#include "wire/ports.h"

namespace parasol {

class MemoryTransport final : public Transport {
  public:
    // Whatever answers requests; it may answer late, and need not answer.
    using Serve = Callback<void(const std::string& request, Callback<void(std::string)> reply)>;
    // What happens to one message on its way: it arrives once after each of these delays (none: it is lost).
    using Fate = Callback<std::vector<Duration>()>;

    MemoryTransport(Clock& clock, Serve serve) : clock_(clock), serve_(std::move(serve)) {}
    ~MemoryTransport() override;

    void request(std::string text, Answer done) override;
    void on_poke(Callback<void()> callback) override { poked_ = std::move(callback); }
    bool online() const override { return online_; }
    void on_online(Callback<void()> callback) override { online_changed_ = std::move(callback); }

    // Offline, nothing leaves and nothing arrives; what was under way is unanswered.
    void set_online(bool online);
    // "Something changed"; lost while offline.
    void poke();

    Fate request_fate;  // unset: arrives at once
    Fate reply_fate;
    Duration timeout = 10 * one_second;  // then a request is unanswered

  private:
    struct Exchange;
    void answer(const std::shared_ptr<Exchange>& exchange, std::optional<std::string> reply);

    Clock& clock_;
    Serve serve_;
    Callback<void()> poked_;
    Callback<void()> online_changed_;
    std::vector<std::weak_ptr<Exchange>> under_way_;  // and some that are over
    bool online_ = true;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace parasol
