// The parts of the server's bench. Each starts a server of its own over the database in `data`, ends it, and notes what
// it has measured; false where it could not measure.
#pragma once

#include <string>

#include "bench/server/figures.h"

namespace parasol::bench {

struct Subject {
    std::string program;  // parasold
    std::string pages;
    std::string data;
    Effort effort;
    double rate = 0;  // not 0: commands come at this rate alone, for whoever looks into the server meanwhile
};

// The operator's owner pulls everything; then pulls in which nothing has changed.
bool measure_pulls(const Subject& subject, Figures& figures);
// 10,000 streams with nothing to tell.
bool measure_idle(const Subject& subject, Figures& figures);
// From one person's click to the screens of others, among 1,000 clients.
bool measure_clicks(const Subject& subject, Figures& figures);
// Commands a second, at rising rates. Makes the database larger: last.
bool measure_commands(const Subject& subject, Figures& figures);

}  // namespace parasol::bench
