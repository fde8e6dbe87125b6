#include "semantics/patch.h"

#include <cstring>

namespace semantics {

std::string_view attribute_name(Attribute attribute) {
    static constexpr std::string_view names[] = {
        "role",
        "aria-label",
        "aria-description",
        "aria-invalid",
        "tabindex",
        "href",
        "autocomplete",
        "inputmode",
        "enterkeyhint",
        "placeholder",
        "maxlength",
        "spellcheck",
        "aria-keyshortcuts",
        "aria-disabled",
        "aria-readonly",
        "aria-required",
        "aria-busy",
        "aria-checked",
        "aria-expanded",
        "aria-selected",
        "aria-pressed",
        "aria-current",
        "aria-haspopup",
        "aria-live",
        "aria-sort",
        "aria-level",
        "aria-rowindex",
        "aria-colindex",
        "aria-rowcount",
        "aria-colcount",
        "aria-setsize",
        "aria-posinset",
        "aria-valuenow",
        "aria-valuetext",
        "aria-controls",
        "aria-activedescendant",
        "aria-labelledby",
        "aria-modal",
        "inert",
        "aria-multiselectable",
        "data-sticky",
        "aria-autocomplete",
        "readonly",
        "aria-orientation",
        "aria-hidden",
        "data-passive",
    };
    static_assert(std::size(names) == static_cast<std::size_t>(Attribute::count_));
    return names[static_cast<std::size_t>(attribute)];
}

std::string_view kind_name(Kind kind) {
    static constexpr std::string_view names[] = {
        "div", "span",   "button", "a",     "input text", "input search", "input password", "textarea",
        "nav", "header", "main",   "aside", "section",    "form",         "footer",         "p",
        "h1",  "h2",     "h3",     "h4",    "h5",         "h6",
    };
    static_assert(std::size(names) == static_cast<std::size_t>(Kind::count_));
    return names[static_cast<std::size_t>(kind)];
}

void PatchWriter::string(std::string_view text) {
    words_.push_back(static_cast<std::uint32_t>(text.size()));
    const std::size_t at = words_.size();
    words_.resize(at + (text.size() + 3) / 4, 0);
    if (!text.empty()) {
        std::memcpy(words_.data() + at, text.data(), text.size());
    }
}

}  // namespace semantics
