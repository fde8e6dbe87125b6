#pragma once
// A page without a browser: applies patches as web/mirror.js does, and is stricter about them. It fails the
// test when a patch names what is not there, and when the focus is lost without the tree knowing.

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "catch.h"
#include "semantics/patch.h"
#include "semantics/semantics.h"

namespace semantics_tests {

using namespace semantics;

struct Twin {
    std::string kind, text, value, clip;
    std::map<std::string, std::string> attributes;
    unsigned parent = ~0u;
    std::vector<unsigned> children;
    float x = 0, y = 0, width = 0, height = 0, scroll_x = 0, scroll_y = 0, content_width = 0,
          content_height = 0;
    bool editing = false;
};

class FakePage {
  public:
    explicit FakePage(Tree& tree) : tree_(tree) { twins[0] = {}; }

    std::map<unsigned, Twin> twins;
    unsigned focus = 0;
    int drops = 0;  // how often the focused twin was taken out or moved
    std::vector<std::string> announcements;
    int operations = 0;

    void apply();

    // The twin with this role and name; 0: none. More than one fails.
    unsigned find(std::string_view role, std::string_view name) const {
        unsigned found = 0;
        for (const auto& [slot, twin] : twins) {
            if (slot != 0 && role_of(twin) == role && name_of(twin) == name) {
                INFO(role << " " << name);
                CHECK(found == 0);
                found = slot;
            }
        }
        return found;
    }
    const Twin& at(std::string_view role, std::string_view name) const {
        const unsigned slot = find(role, name);
        INFO(role << " " << name);
        REQUIRE(slot != 0);
        return twins.at(slot);
    }
    std::string focused_name() const { return focus != 0 ? name_of(twins.at(focus)) : ""; }
    void give_focus(unsigned slot) {
        focus = slot;
        tree_.on_focus(slot, true);
    }
    // The twins that Tab stops at, in order.
    std::vector<std::string> tab_stops() const {
        std::vector<std::string> names;
        collect_stops(0, false, names);
        return names;
    }

    static std::string role_of(const Twin& twin) {
        const auto role = twin.attributes.find("role");
        return role != twin.attributes.end() ? role->second : twin.kind;
    }
    static std::string name_of(const Twin& twin) {
        const auto label = twin.attributes.find("aria-label");
        return label != twin.attributes.end() ? label->second : twin.text;
    }
    static std::string attribute(const Twin& twin, const std::string& name) {
        const auto found = twin.attributes.find(name);
        return found != twin.attributes.end() ? found->second : "-";
    }

  private:
    bool holds(unsigned slot, unsigned inner) const {
        for (; inner != ~0u && inner != 0 && twins.count(inner) > 0; inner = twins.at(inner).parent) {
            if (inner == slot) {
                return true;
            }
        }
        return false;
    }
    void detach(unsigned slot) {
        Twin& twin = twins.at(slot);
        if (twin.parent == ~0u) {
            return;
        }
        if (focus != 0 && holds(slot, focus)) {
            ++drops;
            focus = 0;
        }
        if (const auto parent = twins.find(twin.parent); parent != twins.end()) {
            auto& siblings = parent->second.children;
            siblings.erase(std::find(siblings.begin(), siblings.end(), slot));
        }
        twin.parent = ~0u;
    }
    void collect_stops(unsigned slot, bool inert, std::vector<std::string>& names) const {
        const Twin& twin = twins.at(slot);
        inert = inert || twin.attributes.count("inert") > 0;
        if (!inert && attribute(twin, "tabindex") == "0") {
            names.push_back(name_of(twin));
        }
        for (const unsigned child : twin.children) {
            collect_stops(child, inert, names);
        }
    }

    Tree& tree_;
    std::map<unsigned, std::string> kinds_, attributes_;
};

inline void FakePage::apply() {
    const std::vector<std::uint32_t> words = tree_.patch();
    std::size_t at = 0;
    const auto next = [&] {
        REQUIRE(at < words.size());
        return words[at++];
    };
    const auto place = [&] { return static_cast<float>(static_cast<std::int32_t>(next())) / 16; };
    const auto string = [&] {
        const std::uint32_t size = next();
        std::string text(size, '\0');
        std::memcpy(text.data(), words.data() + at, size);
        at += (size + 3) / 4;
        return text;
    };
    const auto twin = [&]() -> Twin& {
        const unsigned slot = next();
        CAPTURE(slot);
        REQUIRE(twins.count(slot) == 1);
        return twins[slot];
    };
    while (at < words.size()) {
        const Op op = static_cast<Op>(next());
        ++operations;
        switch (op) {
        case Op::define_kind: {
            const auto i = next();
            kinds_[i] = string();
            break;
        }
        case Op::define_attribute: {
            const auto i = next();
            attributes_[i] = string();
            break;
        }
        case Op::create: {
            const unsigned slot = next();
            REQUIRE(twins.count(slot) == 0);
            twins[slot].kind = kinds_.at(next());
            break;
        }
        case Op::remove: {
            const unsigned slot = next();
            REQUIRE(twins.count(slot) == 1);
            detach(slot);
            twins.erase(slot);
            break;
        }
        case Op::forget: {
            const unsigned slot = next();
            focus = slot == focus ? 0 : focus;
            REQUIRE(twins.erase(slot) == 1);
            break;
        }
        case Op::insert: {
            const unsigned slot = next(), parent = next(), before = next();
            REQUIRE(twins.count(slot) == 1);
            REQUIRE(twins.count(parent) == 1);
            detach(slot);
            auto& siblings = twins[parent].children;
            const auto position =
                before == 0 ? siblings.end() : std::find(siblings.begin(), siblings.end(), before);
            REQUIRE((before == 0 || position != siblings.end()));
            siblings.insert(position, slot);
            twins[slot].parent = parent;
            break;
        }
        case Op::place: {
            Twin& t = twin();
            t.x = place();
            t.y = place();
            t.width = place();
            t.height = place();
            break;
        }
        case Op::text: {
            Twin& t = twin();
            t.text = string();
            break;
        }
        case Op::attribute: {
            Twin& t = twin();
            const auto i = next();
            t.attributes[attributes_.at(i)] = string();
            break;
        }
        case Op::no_attribute: {
            Twin& t = twin();
            REQUIRE(t.attributes.erase(attributes_.at(next())) == 1);
            break;
        }
        case Op::value: {
            Twin& t = twin();
            t.value = string();
            break;
        }
        case Op::scroll: {
            Twin& t = twin();
            t.scroll_x = place();
            t.scroll_y = place();
            t.content_width = place();
            t.content_height = place();
            break;
        }
        case Op::typeface:
            twin();
            at += 10;
            break;
        case Op::editing: {
            Twin& t = twin();
            t.editing = next() == 1;
            break;
        }
        case Op::clip: {
            Twin& t = twin();
            t.clip = string();
            break;
        }
        case Op::focus: {
            const unsigned slot = next();
            REQUIRE(twins.count(slot) == 1);
            CHECK(attribute(twins[slot], "tabindex") != "-");
            give_focus(slot);
            break;
        }
        case Op::announce:
            next();
            announcements.push_back(string());
            break;
        default: FAIL("unknown operation");
        }
    }
    CHECK((focus != 0) == (tree_.focused_id() != 0));
}

// One frame of a page that `describe` draws.
template <class Describe>
void frame(Tree& tree, FakePage& page, const Describe& describe) {
    tree.begin_frame(1000, 800);
    describe();
    if (tree.end_frame()) {
        page.apply();
    }
}

// Frames until nothing is under way any more; three at least, as an event brings.
template <class Describe>
void settle(Tree& tree, FakePage& page, const Describe& describe) {
    int frames = 0;
    do {
        frame(tree, page, describe);
        REQUIRE(++frames < 40);
    } while (frames < 3 || tree.wants_frame());
}

}  // namespace semantics_tests
