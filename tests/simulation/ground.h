// What the authority stands on: a database with its faults. One world in two stands on rows in memory, the other on the
// database that the demo uses, over a storage with a disk of its own.
#pragma once

#include <memory>
#include <vector>

#include "authority/ports.h"
#include "wire/memory_ports.h"

namespace simulation {

using namespace parasol;

class Ground {
  public:
    virtual ~Ground() = default;
    virtual Database& database() = 0;
    virtual const RowSet& rows() const = 0;
    // The whole journal. Time passes.
    virtual std::vector<JournalRecord> entries() = 0;
    // The next write is refused, or lost (and there all the same, if `written`).
    virtual void fail_next(DatabaseError error, bool written) = 0;
    // The machine stops and starts again: what was answered is there. What was under way is there too if
    // `in_flight_is_written`, or where the disk had got so far. Time may pass. False where it does not start.
    virtual bool restart(bool in_flight_is_written) = 0;
};

std::unique_ptr<Ground> make_memory_ground(Clock& clock);
std::unique_ptr<Ground> make_stored_ground(VirtualTime& time, ManualClock& clock, SeededChance& chance);

}  // namespace simulation
