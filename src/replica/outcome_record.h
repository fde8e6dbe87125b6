// Records of the store `outcomes`: what a command was, and why it was refused.
#pragma once

#include <optional>
#include <string>

#include "replica/replica.h"

namespace parasol {

std::string outcome_key(const Outcome& outcome);
std::string outcome_record(const RefusedCommand& refused);
// nullopt where it cannot be read.
std::optional<RefusedCommand> read_outcome(const std::string& record);

}  // namespace parasol
