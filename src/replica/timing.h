// Timers that end with their owner, and growing pauses between tries.
#pragma once

#include <algorithm>
#include <utility>

#include "domain/callback.h"
#include "wire/ports.h"

namespace parasol {

// One timer at a time; setting it again forgets the time before. Cancelled when destroyed.
class Alarm {
  public:
    explicit Alarm(Clock& clock) : clock_(clock) {}
    ~Alarm() { cancel(); }
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;

    void set(Duration delay, Callback<void()> done) {
        cancel();
        set_ = true;
        timer_ = clock_.after(delay, [this, done = std::move(done)] {
            set_ = false;
            done();  // may set the alarm again, or destroy it: nothing is touched after this
        });
    }
    void cancel() {
        if (set_) clock_.cancel(timer_);
        set_ = false;
    }
    bool is_set() const { return set_; }

  private:
    Clock& clock_;
    TimerId timer_ = 0;
    bool set_ = false;
};

// Pauses that double from `first` to `longest`, each shortened by up to half so that many do not try at once.
class Backoff {
  public:
    Backoff(Duration first, Duration longest) : first_(first), longest_(longest) {}

    Duration next(Chance& chance) {
        Duration pause = longest_;
        if (failures_ < 30) pause = std::min(longest_, first_ << failures_);
        ++failures_;
        const auto half = static_cast<std::uint64_t>(pause / 2);
        return pause - static_cast<Duration>(half == 0 ? 0 : chance.draw() % (half + 1));
    }
    void reset() { failures_ = 0; }
    int failures() const { return failures_; }

  private:
    Duration first_;
    Duration longest_;
    int failures_ = 0;
};

}  // namespace parasol
