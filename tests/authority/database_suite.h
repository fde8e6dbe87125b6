// What every Database keeps to. One suite for all of them, natively and in a page: a test makes a place for each case.
// No test framework is needed; a case waits in the middle, and the place says how.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "authority/ports.h"

namespace database_suite {

class Place {
  public:
    virtual ~Place() = default;
    virtual parasol::Database& database() = 0;
    // The database's clock, and a jump of it.
    virtual parasol::Instant now() const = 0;
    virtual void jump(parasol::Duration by) = 0;
    // Lets everything that was asked for be answered, which is when `answered` holds.
    virtual void finish(const std::function<bool()>& answered) = 0;
    // Lets go of the database and opens what it has stored; one that stores nothing outside stays as it is.
    virtual void reopen() = 0;

    bool check(bool holds, std::string_view what) {
        if (!holds) failures_.append(failures_.empty() ? "" : "; ").append(what);
        return holds;
    }
    // What did not hold; nothing where all did.
    const std::string& failures() const { return failures_; }

  private:
    std::string failures_;
};

struct Case {
    std::string name;
    void (*run)(Place& place);  // on a place of its own, empty
};
const std::vector<Case>& cases();

}  // namespace database_suite
