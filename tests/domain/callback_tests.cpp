// Callbacks: what they hold lives as long as the last copy, and is called through any of them.
#include "domain/callback.h"

#include <memory>
#include <string>

#include "catch.h"
#include "domain/sort_by.h"

using namespace parasol;

TEST_CASE("copies of a callback share what it captured, and the last one lets it go") {
    const auto life = std::make_shared<int>(0);
    Callback<int()> first = [life, calls = 0]() mutable { return ++calls; };
    {
        const Callback<int()> second = first;
        CHECK(life.use_count() == 2);
        CHECK(first() == 1);
        CHECK(second() == 2);
    }
    CHECK(life.use_count() == 2);
    CHECK(first() == 3);
    first = nullptr;
    CHECK_FALSE(first);
    CHECK(life.use_count() == 1);
}

TEST_CASE("a callback that was moved from is empty, and may be given something again") {
    const auto life = std::make_shared<int>(0);
    Callback<void()> first = [life] {};
    Callback<void()> second = std::move(first);
    CHECK_FALSE(first);  // NOLINT: what a move leaves is what is asked
    CHECK(second);
    first = second;
    second = {};
    CHECK(life.use_count() == 2);
    const auto& same = first;
    first = same;
    CHECK(life.use_count() == 2);
}

TEST_CASE("a callback takes and gives what cannot be copied") {
    const Callback<std::unique_ptr<std::string>(std::unique_ptr<std::string>)> add =
        [held = std::make_unique<std::string>("b")](std::unique_ptr<std::string> text) {
            *text += *held;
            return text;
        };
    CHECK(*add(std::make_unique<std::string>("a")) == "ab");
}

TEST_CASE("sorting keeps the order of what is equal") {
    struct Entry {
        int key;
        std::string name;
    };
    std::vector<Entry> entries;
    for (int at = 0; at < 200; ++at) entries.push_back({at * 7 % 5, std::to_string(at)});
    std::vector<Entry> other = entries;
    sort_by(entries, [](const Entry& entry) { return entry.key; });
    sort_in_order(other, [](const Entry& a, const Entry& b) { return a.key < b.key; });
    for (std::size_t at = 1; at < entries.size(); ++at) {
        CAPTURE(at);
        const bool later = std::stoi(entries[at - 1].name) < std::stoi(entries[at].name);
        CHECK((entries[at - 1].key < entries[at].key || (entries[at - 1].key == entries[at].key && later)));
        CHECK(entries[at].name == other[at].name);
    }
}
