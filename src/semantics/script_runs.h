#pragma once
// Dear ImGui draws one glyph for one code point, from left to right. Much of the world is not written so:
// Arabic joins and runs the other way, Indic letters change places, accents stack, an emoji is a sentence of
// code points. This finds the parts of a text that only make sense when they are shaped as a whole and puts
// one private code point in place of each; a font loader that knows the way back (`run_of`) draws the whole
// run as one glyph. Layout, clipping and colours then work as for any other letter.
//
// Text in Latin, Greek, Cyrillic, Chinese, Japanese or Korean letters passes through untouched and uncopied.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace semantics {

class ScriptRuns {
  public:
    // The private code points that stand for runs. Icon fonts keep below.
    static constexpr char32_t first = 0xE400, last = 0xF8FF;

    // `text` as it can be drawn: itself, or `buffer`, which then holds the replaced text. UTF-8; malformed
    // bytes stay as they are. Use the result within the frame.
    std::string_view prepare(std::string_view text, std::string& buffer);
    // The letters that a private code point stands for; empty when it stands for none.
    std::string_view run_of(char32_t code) const;

    // True when nearly all code points are taken. Then, between frames, forget them all and the glyphs made
    // of them.
    bool is_full() const;
    void clear();

  private:
    void replace_line(std::string_view line, std::string& out);
    void append_run(std::string_view run, std::string& out);
    std::unordered_map<std::string, char32_t> codes_;
    std::vector<std::string_view> runs_;  // keys of codes_
};

// The one that the widgets of this program and its font loader share.
ScriptRuns& script_runs();

}  // namespace semantics
