// Commands that tests of several folders give.
#pragma once

#include <string>

#include "domain/commands.h"

inline parasol::EditAccount renaming(const std::string& from, const std::string& to) {
    parasol::EditAccount edit;
    edit.name = parasol::Edit{from, to};
    return edit;
}
