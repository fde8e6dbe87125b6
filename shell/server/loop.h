// The ports of time and chance over Boost.Asio and libsodium.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <utility>

#include "wire/ports.h"

namespace parasol::server {

// By the machine's clock, which may be set in either direction.
Instant system_now();
// Milliseconds since some moment, whatever is done to the machine's clock.
Instant steady_now();

// For whoever can set the clock: nothing here can know what time it is.
inline constexpr const char* clock_is_behind =
    "The machine's clock is behind the time of what is recorded. Nothing is recorded as earlier: time goes on at half "
    "its speed until the clock has caught up. Set the clock if it is wrong.";

// Time as it is recorded: the machine's, but never earlier than what was said before. Where the machine's clock is
// found behind that, time goes on at half its speed until the clock has caught up: what happens keeps its order, and
// what is due still comes.
class RecordedTime {
  public:
    // Nothing that is said from now on is earlier than `recorded`.
    void never_before(Instant recorded, Instant steady);
    Instant at(Instant machine, Instant steady);

  private:
    Instant from_ = 0;  // the latest that the machine's clock said, or that is recorded
    Instant steady_from_ = 0;  // when that was
};

// Time as it is recorded, and timers of one io_context; to be used in the thread that runs it.
class AsioClock final : public Clock {
  public:
    explicit AsioClock(boost::asio::io_context& io) : io_(io) {}
    Instant now() const override;
    TimerId after(Duration delay, Callback<void()> done) override;
    void cancel(TimerId timer) override;

    // Something was recorded at this instant already.
    void never_before(Instant recorded) { time_.never_before(recorded, steady_now()); }
    // Hears how far the machine's clock is behind what is recorded, once it is found so by a second or more; again
    // where it is set back further; and of 0 when it has caught up.
    void on_behind(Callback<void(Duration)> tell) { tell_behind_ = std::move(tell); }

  private:
    boost::asio::io_context& io_;
    mutable RecordedTime time_;
    mutable Duration told_behind_ = 0;
    Callback<void(Duration)> tell_behind_;
    std::map<TimerId, std::unique_ptr<boost::asio::steady_timer>> timers_;
    TimerId last_ = 0;
};

class SodiumChance final : public Chance {
  public:
    std::uint64_t draw() override;
};

}  // namespace parasol::server
