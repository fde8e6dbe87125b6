// What is under way. These move only while they are seen, and not at all for readers who asked for less
// motion.
#pragma once

#include <string_view>

#include "ui/widgets/frame.h"

namespace parasol::ui {

// `part` from 0 to 1; below 0: under way, unknown how far. `words`: "1,200 of 5,000 accounts".
void progress_bar(std::string_view name, float part, std::string_view words = {});
// A small wheel with its words beside it.
void spinner(std::string_view words, float size = 16);
// Where text will be: so many grey lines.
void skeleton(int lines = 3, std::string_view words = "Loading");

}  // namespace parasol::ui
