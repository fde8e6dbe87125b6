#include "authority/sample_names.h"

#include <charconv>

namespace parasol {
namespace {

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = text.find(separator);
        if (end != 0) parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return parts;
}

constexpr std::string_view plain =
    "[plain]\nweight 1\ngiven Ann Ben Cara Dan\nfamily Archer Baker Carter Draper\n"
    "company North South East West\ncompany_second Foods Motors Books\nsuffix Ltd|Group\n";

}  // namespace

std::uint64_t SampleChance::draw() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31);
}

std::size_t SampleChance::below(std::size_t limit) { return static_cast<std::size_t>(draw() % limit); }

bool SampleNames::Script::whole() const {
    return !given.empty() && !family.empty() && !company.empty() && !company_second.empty() && !suffix.empty();
}

SampleNames::SampleNames(std::string_view text) {
    for (const std::string_view source : {text, plain}) {
        for (const std::string& line : split(source, '\n')) {
            if (line[0] == '#') continue;
            if (line[0] == '[') {
                scripts_.emplace_back();
                continue;
            }
            const auto space = line.find(' ');
            if (scripts_.empty() || space == std::string::npos) continue;
            const std::string_view key = std::string_view(line).substr(0, space);
            const std::string_view rest = std::string_view(line).substr(space + 1);
            Script& script = scripts_.back();
            if (key == "weight") std::from_chars(rest.data(), rest.data() + rest.size(), script.weight);
            if (key == "given") script.given = split(rest, ' ');
            if (key == "family") script.family = split(rest, ' ');
            if (key == "company") script.company = split(rest, ' ');
            if (key == "company_second") script.company_second = split(rest, ' ');
            if (key == "suffix") script.suffix = split(rest, '|');
        }
        std::vector<Script> whole;
        for (Script& script : scripts_) {
            if (script.whole() && script.weight > 0) whole.push_back(std::move(script));
        }
        scripts_ = std::move(whole);
        if (!scripts_.empty()) break;
    }
    for (const Script& script : scripts_) weights_ += script.weight;
}

const SampleNames::Script& SampleNames::script(SampleChance& chance) const {
    std::size_t at = chance.below(weights_);
    for (const Script& script : scripts_) {
        if (at < script.weight) return script;
        at -= script.weight;
    }
    return scripts_.front();
}

std::string SampleNames::company(SampleChance& chance) const {
    const Script& words = script(chance);
    std::string name = chance.of(words.company);
    if (!chance.one_in(4)) name += " " + chance.of(words.company_second);
    return name + " " + chance.of(words.suffix);
}

std::string SampleNames::person(SampleChance& chance) const {
    const Script& words = script(chance);
    return chance.of(words.given) + " " + chance.of(words.family);
}

}  // namespace parasol
