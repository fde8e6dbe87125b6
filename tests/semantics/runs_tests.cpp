#include "catch.h"
#include "semantics/script_runs.h"

using semantics::ScriptRuns;

namespace {

std::string back(const ScriptRuns& runs, std::string_view shown) {
    std::string text;
    for (std::size_t at = 0; at < shown.size();) {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(shown[at + i]); };
        if ((byte(0) & 0xF0) == 0xE0) {
            const char32_t code =
                static_cast<char32_t>((byte(0) & 15) << 12 | (byte(1) & 63) << 6 | (byte(2) & 63));
            if (code >= ScriptRuns::first && code <= ScriptRuns::last) {
                text += "[" + std::string(runs.run_of(code)) + "]";
                at += 3;
                continue;
            }
        }
        text += shown[at++];
    }
    return text;
}

std::string cut(std::string_view text) {
    ScriptRuns runs;
    std::string buffer;
    return back(runs, runs.prepare(text, buffer));
}

}  // namespace

TEST_CASE("simple text passes through uncopied") {
    ScriptRuns runs;
    std::string buffer;
    const std::string_view text = "Zażółć gęślą jaźń 12-34";
    CHECK(runs.prepare(text, buffer).data() == text.data());
    CHECK(cut("Ελληνικά Кириллица 中文 日本語 한국어") == "Ελληνικά Кириллица 中文 日本語 한국어");
}

TEST_CASE("letters that belong together are one run") {
    CHECK(cut("Zoe\xCC\x88 and e\xCC\x81\xCC\xA3!") == "Zo[e\xCC\x88] and [e\xCC\x81\xCC\xA3]!");
    CHECK(cut("a 👩‍👩‍👧 b") == "a [👩‍👩‍👧] b");
    CHECK(cut("🇬🇧🇩🇪") == "[🇬🇧][🇩🇪]");
    CHECK(cut("👍🏽x") == "[👍🏽]x");
    CHECK(cut("A नमस्ते दुनिया B") == "A [नमस्ते दुनिया] B");
    CHECK(cut("𝒳") == "[𝒳]");
}

TEST_CASE("a line with letters from right to left is one run, for its order is the text engine's") {
    CHECK(cut("Ltd. שלום 12") == "[Ltd. שלום 12]");
    CHECK(cut("one\nمرحبا بالعالم\ntwo") == "one\n[مرحبا بالعالم]\ntwo");
}

TEST_CASE("malformed bytes stay as they are") {
    const std::string broken = "a\xFF\xE4\xB8 b\xCC";
    CHECK(cut(broken) == broken);
}

TEST_CASE("a very long run is cut, so that its glyph fits a texture") {
    std::string name;
    for (int i = 0; i < 400; ++i) {
        name += i % 7 == 6 ? " " : "ש";
    }
    ScriptRuns runs;
    std::string buffer;
    const std::string_view shown = runs.prepare(name, buffer);
    CHECK(shown.size() >= 3 * 3);
    CHECK(runs.run_of(ScriptRuns::first).size() < 2 * 200);
}

TEST_CASE("the same run keeps its code point until all are forgotten") {
    ScriptRuns runs;
    std::string buffer;
    const std::string one{runs.prepare("שלום", buffer)};
    for (int i = 0; i < 6000; ++i) {
        runs.prepare("ש" + std::to_string(i), buffer);
    }
    CHECK(std::string(runs.prepare("שלום", buffer)) == one);
    CHECK(runs.is_full());
    runs.clear();
    CHECK_FALSE(runs.is_full());
    CHECK(runs.run_of(ScriptRuns::first).empty());
}
