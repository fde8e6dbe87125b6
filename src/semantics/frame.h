#pragma once
// How a described frame is held until the next one is compared with it: nodes in the order they were begun,
// their strings in one arena, and a table from ids to places. Internal to src/semantics.

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "semantics/node.h"

namespace semantics {

// Keeps copies of strings until `clear`; copies never move.
class Arena {
  public:
    std::string_view copy(std::string_view text);
    void clear();

  private:
    static constexpr std::size_t block_size = 16 * 1024;
    struct Block {
        std::unique_ptr<char[]> bytes;
        std::size_t size = 0;
    };
    std::vector<Block> blocks_;
    std::size_t block_ = 0, used_ = 0;
};

// From id to index; filled once a frame.
class IdTable {
  public:
    void clear(std::size_t expected);
    bool add(Id id, int index);  // false: the id is there already; the first stays
    int find(Id id) const;       // -1: not there

  private:
    void grow();
    struct Entry {
        Id id = 0;
        int index = -1;
    };
    std::vector<Entry> entries_ = std::vector<Entry>(64);
    std::size_t count_ = 0;
};

// A node and what follows from its surroundings.
struct Item {
    Node node;
    int parent = -1, first_child = -1, last_child = -1, next = -1;
    int layer = 1;  // index of the layer it is in (the page itself is one)
    int grid = -1;  // index of the innermost grid around it, -1 outside of any
    unsigned slot = 0;
    int auto_children = 0;  // children whose id was made
    // Derived when the frame ends.
    std::string_view label;                   // the name, for rows perhaps that of their first cell
    std::int8_t tab = none;                   // tabindex as emitted; `none`: not focusable
    bool inert = false;                       // layers
    bool kept = false;                        // not described in this frame, but held or focused, so it stays
    int x = 0, y = 0, width = 0, height = 0;  // in 1/16 px; relative to the parent's content

    static constexpr std::int8_t none = -2;
};

// Index 0 is the root (the mirror itself), 1 the page below all layers.
struct Frame {
    static constexpr int root = 0, page = 1;
    std::vector<Item> items;
    Arena strings;
    IdTable table;

    void clear();
    int find(Id id) const { return table.find(id); }
    const Item* item(Id id) const {
        const int index = table.find(id);
        return index < 0 ? nullptr : &items[static_cast<std::size_t>(index)];
    }
    Item& operator[](int index) { return items[static_cast<std::size_t>(index)]; }
    const Item& operator[](int index) const { return items[static_cast<std::size_t>(index)]; }
    int size() const { return static_cast<int>(items.size()); }

    // Appends a node below `parent` (a layer below the root). The strings are copied. -1: its id is taken.
    int add(const Node& node, int parent);
    // Whether `index` is `ancestor` or below it.
    bool within(int index, int ancestor) const;
};

bool is_field(Role role);  // drawn as a real text input
bool is_cell(Role role);
bool is_grid(Role role);       // one tab stop with cells
bool is_composite(Role role);  // one tab stop with members
bool takes_focus(const Node& node);

Id mix(Id seed, unsigned a, unsigned b);  // a made id; never 0

}  // namespace semantics
