// Whatever is decoded, by libFuzzer: wire_kinds.h.
#include "fuzz/wire_kinds.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size == 0) return 0;
    const auto& all = fuzz::kinds();
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    all[data[0] % all.size()].run(input.substr(1));
    return 0;
}
