// The ports of time and chance over Boost.Asio and libsodium.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>

#include "wire/ports.h"

namespace parasol::server {

// By the machine's clock.
Instant system_now();

// Timers of one io_context; to be used in the thread that runs it.
class AsioClock final : public Clock {
  public:
    explicit AsioClock(boost::asio::io_context& io) : io_(io) {}
    Instant now() const override { return system_now(); }
    TimerId after(Duration delay, Callback<void()> done) override;
    void cancel(TimerId timer) override;

  private:
    boost::asio::io_context& io_;
    std::map<TimerId, std::unique_ptr<boost::asio::steady_timer>> timers_;
    TimerId last_ = 0;
};

class SodiumChance final : public Chance {
  public:
    std::uint64_t draw() override;
};

}  // namespace parasol::server
