// What is found although it is typed otherwise.
#include "catch.h"
#include "domain/folding.h"
#include "domain/text_rules.h"

using namespace parasol;

TEST_CASE("folding: case and accents do not count") {
    CHECK(folded("Café ZÜRICH") == "cafe zurich");
    CHECK(folded("Straße Œuvre Þór Ĳssel") == "strasse oeuvre thor ijssel");
    CHECK(folded("Łódź Žižkov Ðakovo") == "lodz zizkov dakovo");
    CHECK(folded("cafe\xCC\x81") == "cafe");  // the accent by itself
    CHECK(folded("ΑΚΡΌΠΟΛΗ") == folded("Ακρόπολη"));
    CHECK(folded("Одесса ЁЛКА") == "одесса ёлка");
    CHECK(folded("漢字 😀 עברית 3×4") == "漢字 😀 עברית 3×4");
    CHECK(folded("").empty());
    CHECK(folded("\xC3") == "\xC3");
    CHECK(contains_folded("Brewery & Café", "CAFE"));
    CHECK(contains_folded("anything", ""));
    CHECK_FALSE(contains_folded("Cafe", "cafes"));
}

TEST_CASE("folding: what is UTF-8 stays UTF-8, and to fold twice changes nothing") {
    for (unsigned point = 0x20; point < 0x3000; ++point) {
        std::string text;
        if (point < 0x80) {
            text += static_cast<char>(point);
        } else if (point < 0x800) {
            text += static_cast<char>(0xC0 | point >> 6);
            text += static_cast<char>(0x80 | (point & 0x3F));
        } else {
            text += static_cast<char>(0xE0 | point >> 12);
            text += static_cast<char>(0x80 | (point >> 6 & 0x3F));
            text += static_cast<char>(0x80 | (point & 0x3F));
        }
        const std::string once = folded(text);
        CAPTURE(point);
        if (!is_valid_utf8(once) || folded(once) != once) FAIL("folded wrongly");
    }
    SUCCEED();
}
