#include "wire/ports.h"

#include <array>

namespace parasol {

const char* store_name(Store store) {
    static constexpr std::array<const char*, store_count> names = {"pages",  "log",  "pending", "outcomes",
                                                                   "drafts", "meta", "journal", "aside"};
    return names[static_cast<std::size_t>(store)];
}

}  // namespace parasol
