// What every Clock must do, written as callbacks so that it runs on a real clock too (it then takes about 200 ms).
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "storage_suite.h"
#include "wire/ports.h"

namespace parasol::testing {

// The clock outlives the answer.
inline void run_clock_suite(Clock& clock, std::function<void(std::vector<SuiteCheck>)> done) {
    struct State {
        bool returned = false;
        bool at_once = false;
        bool cancelled_ran = false;
        int ran = 0;
        std::vector<int> order;
        Instant began = 0;
        TimerId from_within = 0;
    };
    const auto state = std::make_shared<State>();
    state->began = clock.now();
    clock.after(60, [state] { state->order.push_back(60); });
    clock.after(20, [state] { state->order.push_back(20); });
    clock.after(40, [state] { state->order.push_back(40); });
    clock.after(0, [state] {
        state->at_once = !state->returned;
        ++state->ran;
    });
    clock.after(-5, [state] { ++state->ran; });
    const TimerId cancelled = clock.after(10, [state] { state->cancelled_ran = true; });
    clock.cancel(cancelled);
    clock.cancel(cancelled);
    // A timer that cancels another that is due later, and sets one.
    const TimerId later = clock.after(50, [state] { state->cancelled_ran = true; });
    Clock* const same = &clock;
    clock.after(5, [state, same, later] {
        same->cancel(later);
        same->after(1, [state] { ++state->ran; });
    });
    clock.after(150, [state, same, done = std::move(done)] {
        std::vector<SuiteCheck> checks;
        const auto check = [&](const char* name, bool passed) { checks.push_back({name, passed, ""}); };
        check("timers run in order of their time", state->order == std::vector<int>{20, 40, 60});
        check("no timer runs before the call returns", !state->at_once);
        check("every timer runs once, those set by timers too", state->ran == 3);
        check("a cancelled timer does not run", !state->cancelled_ran);
        const Duration took = same->now() - state->began;
        check("time passes", took >= 140 && took < 60 * one_second);
        check("now is an instant of this age", same->now() > 1'600'000'000'000);
        done(std::move(checks));
    });
    state->returned = true;
}

}  // namespace parasol::testing
