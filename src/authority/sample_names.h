// Plausible names of people and companies in several scripts, from the word lists of assets/sample/names.txt.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parasol {

// A stream of numbers that is the same for the same seed on every machine (splitmix64).
class SampleChance {
public:
    explicit SampleChance(std::uint64_t seed) : state_(seed) {}
    std::uint64_t draw();
    std::size_t below(std::size_t limit);  // 0 .. limit-1
    bool one_in(std::size_t many) { return below(many) == 0; }
    template <class T>
    const T& of(const std::vector<T>& some) {
        return some[below(some.size())];
    }

private:
    std::uint64_t state_;
};

class SampleNames {
public:
    // Text of names.txt; where it is empty or holds no whole section, plain English words serve.
    explicit SampleNames(std::string_view text);
    std::string company(SampleChance& chance) const;
    std::string person(SampleChance& chance) const;

private:
    struct Script {
        std::size_t weight = 1;
        std::vector<std::string> given, family, company, company_second, suffix;
        bool whole() const;
    };
    const Script& script(SampleChance& chance) const;
    std::vector<Script> scripts_;
    std::size_t weights_ = 0;
};

}  // namespace parasol
