// Visiting the alternative of a variant that a number names.
#pragma once

#include <cstddef>
#include <utility>
#include <variant>

namespace parasol {

// Makes `value` hold an empty alternative number `index` and answers visit(that alternative); false beyond
// the last.
template <class Variant, class Visit, std::size_t... Index>
bool emplace_alternative(Variant& value, std::size_t index, Visit&& visit, std::index_sequence<Index...>) {
    bool result = false;
    ((Index == index ? void(result = visit(value.template emplace<Index>())) : void()), ...);
    return result;
}

template <class Variant, class Visit>
bool emplace_alternative(Variant& value, std::size_t index, Visit&& visit) {
    return emplace_alternative(value, index, std::forward<Visit>(visit),
                               std::make_index_sequence<std::variant_size_v<Variant>>{});
}

}  // namespace parasol
