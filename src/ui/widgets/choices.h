// Things to choose from.
#pragma once

#include <span>
#include <string_view>

#include "ui/widgets/frame.h"

namespace parasol::ui {

struct Option {
    std::string_view label;
    std::string_view description = {};
    char32_t icon = 0;
    std::string_view disabled = {};  // not empty: cannot be chosen, and this is why
};

struct ChoiceOptions {
    std::string_view description = {};
    std::string_view error = {};
    std::string_view id = {};
    std::string_view disabled = {};
    std::string_view placeholder = {};  // select: what stands there while nothing is chosen (index -1)
    bool required = false;
    bool label_hidden = false;
    float width = 0;
};

// All return true in the frame in which the choice changed.
bool select(std::string_view label, int& chosen, std::span<const Option> options,
            const ChoiceOptions& more = {});
bool radio_group(std::string_view label, int& chosen, std::span<const Option> options,
                 const ChoiceOptions& more = {});
bool checkbox(std::string_view label, bool& on, const ChoiceOptions& more = {});
// A setting that takes effect at once.
bool switch_button(std::string_view label, bool& on, const ChoiceOptions& more = {});
// A filter that is on or off ("Has no administrator yet").
bool filter_chip(std::string_view label, bool& on, char32_t icon = 0);

// A state in a word or two.
void badge(std::string_view words, Tone tone = Tone::neutral, char32_t icon = 0);
// A number beside a name: open requests, members.
void count_badge(long long count, std::string_view name, Tone tone = Tone::neutral);

struct Tab {
    std::string_view label;
    char32_t icon = 0;
    long long count = -1;  // shown behind the label when 0 or more
};
// Tabs with their panel: what is drawn while it lives is in the panel of the chosen tab.
//     ui::Tabs tabs("Information", shown, items); if (shown == 0) ... else ...
class Tabs {
  public:
    Tabs(std::string_view name, int& chosen, std::span<const Tab> tabs);
    ~Tabs();
    Tabs(const Tabs&) = delete;
    Tabs& operator=(const Tabs&) = delete;
    bool changed() const { return changed_; }

  private:
    bool changed_ = false;
};

}  // namespace parasol::ui
