// Who works in the bench, with sessions that are written straight into a database that is not served at the time:
// signing in takes 22 ms of a processor each, on purpose.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/rows.h"

namespace parasol::bench {

struct Session {
    PersonId person;
    std::string cookie;  // "name=token", as a browser sends it back
    // Where its requests come from, each from elsewhere as people do: what a server limits for an address is not what
    // is measured here. All of 127.0.0.0/8 is this machine.
    std::uint32_t address = 0x7F000001;
};

// Somebody who owns a customer's account and nothing else.
struct Owner {
    PersonId person;
    AccountRow account;
};

struct People {
    std::string problem;        // empty where all is well
    std::vector<Owner> owners;  // spread evenly over all
    // The operator's owner's, then those of the owners in turn.
    std::vector<Session> sessions;
};

// At most so many owners; then a session for the operator's owner `operator_sessions` times, and for the owners in turn
// until there are `owner_sessions`.
People add_people(const std::string& data, std::size_t most_owners, std::size_t operator_sessions,
                  std::size_t owner_sessions);

}  // namespace parasol::bench
