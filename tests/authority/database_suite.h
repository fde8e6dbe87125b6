// What every Database keeps to. One suite for all of them: a test gives it a way to make one.
#pragma once

#include <functional>
#include <memory>

#include "authority/ports.h"
#include "wire/memory_ports.h"

namespace database_suite {

class Place {
  public:
    virtual ~Place() = default;
    virtual parasol::Database& database() = 0;
    virtual parasol::ManualClock& clock() = 0;
    // Lets go of the database and opens what it has stored; one that stores nothing outside stays as it is.
    virtual void reopen() = 0;
};

// Called within a TEST_CASE.
void run(const std::function<std::unique_ptr<Place>()>& make);

}  // namespace database_suite
