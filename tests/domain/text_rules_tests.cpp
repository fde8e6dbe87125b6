#include "domain/text_rules.h"

#include <string>

#include "catch.h"

using namespace parasol;

namespace {

std::string repeated(const std::string& text, std::size_t times) {
    std::string all;
    for (std::size_t n = 0; n < times; ++n) all += text;
    return all;
}

}  // namespace

TEST_CASE("UTF-8 is told from what only looks like it") {
    for (const char* good :
         {"", "plain", "Zo\xC3\xAB", "\xE2\x82\xAC", "\xF0\x9F\x8E\x89", "\xED\x9F\xBF", "\xEE\x80\x80",
          "\xF4\x8F\xBF\xBF", "\xC2\x80", "\xE0\xA0\x80", "\xF0\x90\x80\x80"}) {
        CAPTURE(good);
        CHECK(is_valid_utf8(good));
    }
    for (const char* bad :
         {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xFE", "a\xC3", "\xE2\x82", "\xF0\x9F\x8E",
          "\xC3(", "\xE2(\xA1", "\xE2\x82(", "\xF0\x28\x8C\xBC", "\xBF"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_valid_utf8(bad));
    }
    CHECK(is_valid_utf8(std::string_view("\0", 1)));
    CHECK(code_points("Zo\xC3\xAB\xF0\x9F\x8E\x89") == 4);
}

TEST_CASE("White space at the ends is cut, whatever kind, and only there") {
    CHECK(trimmed("  a b\t\r\n") == "a b");
    CHECK(trimmed("\xC2\xA0\xE3\x80\x80x\xE2\x80\x83\xEF\xBB\xBF") == "x");
    CHECK(trimmed("\xE2\x80\xA8y") == "y");
    CHECK(trimmed(" \t ").empty());
    CHECK(trimmed("").empty());
    CHECK(trimmed("\xC3\xA0") == "\xC3\xA0");  // ends with a byte that is also a space's
    CHECK(trimmed(" \x80 ") == "\x80");
}

TEST_CASE("Names may be in any script, and are refused by name") {
    for (const char* good :
         {"Ash & Sons", "<b>Bold</b>", "O'Neill; DROP TABLE accounts", "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D",
          "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7",
          "\xE6\xA0\xAA\xE5\xBC\x8F", "\xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7", "=1+1", " padded "}) {
        CAPTURE(good);
        CHECK(check_name(good) == std::nullopt);
    }
    for (const char* blank : {"", "   ", "\xE2\x80\x8B", "\xE2\x81\xA0 \xC2\xAD", "\xE3\x85\xA4",
                              "\xE2\xA0\x80", "\xE2\x80\x8F\xE2\x80\x8E", "\xEF\xB8\x8F"}) {
        CAPTURE(blank);
        CHECK(check_name(blank) == Refusal::name_missing);
    }
    for (const char* control : {"a\nb", "a\tb", "a\x7F", "a\x01",
                                "\xC2\x9B"
                                "31m",
                                "a\xE2\x80\xA8"
                                "b",
                                "a\xE2\x80\xAE"
                                "b",
                                "\xE2\x81\xA6"
                                "a",
                                "a\xE2\x81\xA9",
                                "\xE2\x80\xAA"
                                "a",
                                "broken\xC3"}) {
        CAPTURE(control);
        CHECK(check_name(control) == Refusal::text_has_control_characters);
    }
    CHECK(check_name(std::string("a\0b", 3)) == Refusal::text_has_control_characters);
    CHECK(check_name(repeated("\xC3\xAB", 200)) == std::nullopt);
    CHECK(check_name(repeated("\xC3\xAB", 201)) == Refusal::name_too_long);
    CHECK(check_name(repeated("n", 10000)) == Refusal::name_too_long);
    CHECK(check_name(repeated(" ", 10000) + "n") == std::nullopt);
}

TEST_CASE("Optional text is one line of at most 500 characters") {
    CHECK(check_text("") == std::nullopt);
    CHECK(check_text(repeated("\xE2\x82\xAC", 500)) == std::nullopt);
    CHECK(check_text(repeated("\xE2\x82\xAC", 501)) == Refusal::text_too_long);
    CHECK(check_text("two\nlines") == Refusal::text_has_control_characters);
}

TEST_CASE("E-mail addresses") {
    for (const char* good :
         {"a@b.example", "first.last+tag@sub.domain.example", "zo\xC3\xAB@caf\xC3\xA9.example"}) {
        CAPTURE(good);
        CHECK(is_email(good));
    }
    for (const char* bad :
         {"", "a", "@b.example", "a@", "a@b", "a@.b", "a@b.", "a@b..c", "a@b@c.d", "a b@c.d", "a@c.d ",
          "a\n@c.d", "a@c\xE2\x80\xAE.d", "a\xE2\x80\x8B@c.d", "a@c.\xC3"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_email(bad));
    }
    CHECK(is_email(repeated("a", 244) + "@b.example"));
    CHECK_FALSE(is_email(repeated("a", 245) + "@b.example"));
    CHECK(lower_email("Ann.SMITH@B.Example") == "ann.smith@b.example");
}

TEST_CASE("Account numbers are nine digits") {
    CHECK(is_account_number("123456789"));
    for (const char* bad :
         {"", "12345678", "1234567890", "023456789", "12345678a", "12345678 ", "+12345678"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_account_number(bad));
    }
}

TEST_CASE("Access codes are typed as people type") {
    for (const char* typed : {"ACDEFGHJKMNP", "acde-fghj-kmnp", " acdefghj KMNP\n",
                              "ACDE\xE2\x80\x93"
                              "FGHJ\xE2\x80\x94KMNP",
                              "A-C-D-E-F-G-H-J-K-M-N-P"}) {
        CAPTURE(typed);
        CHECK(normalise_access_code(typed) == std::string("ACDEFGHJKMNP"));
    }
    for (const char* typed : {"", "ACDE-FGHJ-KMN", "ACDEFGHJKMNPR", "ACDEFGHJKMN0", "ACDEFGHJKMNZ",
                              "ACDEFGHJKMN2", "ACDEFGHJKMN\xC3\xA9", "ACDEFGHJKMNP!"}) {
        CAPTURE(typed);
        CHECK(normalise_access_code(typed) == std::nullopt);
    }
    CHECK(grouped_access_code("ACDEFGHJKMNP") == "ACDE-FGHJ-KMNP");
}

TEST_CASE("An excerpt of a refused text is short and harmless") {
    CHECK(excerpt("fine") == "fine");
    CHECK(excerpt("a\nb\xE2\x80\xAE"
                  "c\xC3") ==
          "a\xEF\xBF\xBD"
          "b\xEF\xBF\xBD"
          "c\xEF\xBF\xBD");
    CHECK(code_points(excerpt(repeated("\xC3\xAB", 10000))) == 81);
    CHECK(excerpt(repeated("x", 80)) == repeated("x", 80));
    CHECK(is_valid_utf8(excerpt("\xFF\xFE\xF0\x9F")));
}
