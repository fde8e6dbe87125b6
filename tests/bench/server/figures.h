// How figures are counted and printed: a line each, with what is aimed at beside it. Fails nothing.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <string>
#include <vector>

namespace parasol::bench {

using Time = std::chrono::steady_clock::time_point;
using Seconds = std::chrono::duration<double>;

inline Time time_now() { return std::chrono::steady_clock::now(); }
inline double seconds_since(Time from) { return Seconds(time_now() - from).count(); }

void heading(const std::string& text);
void say(const std::string& what, double value, const char* unit, const std::string& aim = {});
void note(const std::string& text);
// "1234", "12.3", "0.123": three places are enough.
std::string number(double value);

// What `part` of the values (0.99) are at most.
double share_of(std::vector<double> values, double part);

// How long this process has had a processor.
double own_cpu_seconds();

// Runs what is due until `over`; false where that takes longer than `most` seconds.
template <class Over>
bool run_until(boost::asio::io_context& io, double most, Over&& over) {
    const Time from = time_now();
    const auto waits = boost::asio::make_work_guard(io);
    if (io.stopped()) io.restart();
    while (!over()) {
        if (seconds_since(from) > most) return false;
        io.run_one_for(std::chrono::milliseconds(1));
    }
    return true;
}
inline void run_for(boost::asio::io_context& io, double seconds) {
    run_until(io, seconds, [] { return false; });
}

// How long each part takes, and with how many.
struct Effort {
    bool quick = false;
    double seconds(double full) const { return quick ? 1.0 : full; }
    std::size_t count(std::size_t full, std::size_t few) const { return quick ? few : full; }
};

// What was measured at one size of the database.
struct Figures {
    std::size_t accounts = 0;
    double commands = 0;    // a second
    double together = 0;    // commands of a commit
    double with_pulls = 0;  // commands a second, with a pull after each push
    double answer_50 = 0;   // ms, at half that rate
    double answer_99 = 0;
    double click_50 = 0;    // ms, from a click to another's screen
    double click_99 = 0;
    double idle_mb = 0;     // with all connections idle
    double first_pull = 0;  // s
    double empty_pull = 0;  // ms of the server's processor
    double empty_small = 0;
};

}  // namespace parasol::bench
