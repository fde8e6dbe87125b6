#pragma once
// How a node is said in HTML and ARIA: its element and its attributes. Internal to src/semantics.

#include <string>
#include <utility>
#include <vector>

#include "semantics/frame.h"
#include "semantics/patch.h"

namespace semantics {

using Attributes = std::vector<std::pair<Attribute, std::string>>;

Kind kind_of(const Node& node);
// The words that stand in the element itself. Empty for containers and fields, which are named by an
// attribute.
std::string_view own_text(const Item& item);
// Everything an item has besides its place, text, value and typeface. `frame` for what refers to other nodes.
void attributes_of(const Frame& frame, const Item& item, Attributes& out);

}  // namespace semantics
