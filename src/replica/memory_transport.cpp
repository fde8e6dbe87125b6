#include "replica/memory_transport.h"

#include <algorithm>
#include <utility>

namespace parasol {

// One request under way. `done` is taken by whichever comes first: a reply, the time-out, going offline.
struct MemoryTransport::Exchange {
    Answer done;
};

MemoryTransport::~MemoryTransport() = default;

void MemoryTransport::answer(const std::shared_ptr<Exchange>& exchange, std::optional<std::string> reply) {
    if (!exchange->done) return;
    const Answer done = std::exchange(exchange->done, nullptr);
    done(std::move(reply));
}

void MemoryTransport::request(std::string text, Answer done) {
    const auto exchange = std::make_shared<Exchange>();
    exchange->done = std::move(done);
    const auto over = [](const std::weak_ptr<Exchange>& one) { return one.expired(); };
    under_way_.erase(std::remove_if(under_way_.begin(), under_way_.end(), over), under_way_.end());
    under_way_.push_back(exchange);
    const std::weak_ptr<bool> alive = alive_;
    const auto later = [this, alive](Duration delay, Callback<void()> what) {
        clock_.after(delay, [alive, what = std::move(what)] {
            if (!alive.expired()) what();
        });
    };
    if (!online_) {
        later(0, [this, exchange] { answer(exchange, std::nullopt); });
        return;
    }
    later(timeout, [this, exchange] { answer(exchange, std::nullopt); });
    const auto arrivals = request_fate ? request_fate() : std::vector<Duration>{0};
    for (const Duration arrival : arrivals) {
        later(arrival, [this, alive, later, exchange, text] {
            if (!online_) return;
            serve_(text, [this, alive, later, exchange](const std::string& reply) {
                if (alive.expired()) return;
                const auto returns = reply_fate ? reply_fate() : std::vector<Duration>{0};
                for (const Duration back : returns) {
                    later(back, [this, exchange, reply] {
                        if (online_) answer(exchange, reply);
                    });
                }
            });
        });
    }
}

void MemoryTransport::set_online(bool online) {
    if (online_ == online) return;
    online_ = online;
    const std::weak_ptr<bool> alive = alive_;
    if (!online) {
        for (const auto& one : std::exchange(under_way_, {})) {
            const auto exchange = one.lock();
            if (exchange) answer(exchange, std::nullopt);
            if (alive.expired()) return;
        }
    }
    if (online_changed_) {
        const auto changed = online_changed_;
        changed();
    }
}

void MemoryTransport::poke() {
    if (!online_ || !poked_) return;
    const auto poked = poked_;
    poked();
}

}  // namespace parasol
