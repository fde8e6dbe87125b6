#include "shell/server/loop.h"

#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace parasol::server {

Instant system_now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

Instant steady_now() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

void RecordedTime::never_before(Instant recorded, Instant steady) {
    if (recorded <= from_) return;
    from_ = recorded;
    steady_from_ = steady;
}

Instant RecordedTime::at(Instant machine, Instant steady) {
    const Instant least = from_ + (steady - steady_from_) / 2;
    if (machine < least) return least;
    from_ = machine;
    steady_from_ = steady;
    return machine;
}

Instant AsioClock::now() const {
    const Instant machine = system_now();
    const Instant now = time_.at(machine, steady_now());
    const Duration behind = now - machine;
    if (behind >= told_behind_ + one_second || (behind == 0 && told_behind_ > 0)) {
        told_behind_ = behind;
        if (tell_behind_) tell_behind_(behind);
    }
    return now;
}

TimerId AsioClock::after(Duration delay, Callback<void()> done) {
    const TimerId id = ++last_;
    auto timer = std::make_unique<boost::asio::steady_timer>(
        io_, std::chrono::milliseconds(std::max<Duration>(delay, 0)));
    timer->async_wait([this, id, done = std::move(done)](const boost::system::error_code& error) {
        // A timer that was cancelled is not in the list any more, be it that it had run out by then.
        if (error || timers_.erase(id) == 0) return;
        done();
    });
    timers_[id] = std::move(timer);
    return id;
}

void AsioClock::cancel(TimerId timer) { timers_.erase(timer); }

std::uint64_t SodiumChance::draw() {
    std::uint64_t drawn = 0;
    randombytes_buf(&drawn, sizeof drawn);
    return drawn;
}

}  // namespace parasol::server
