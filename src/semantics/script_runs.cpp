#include "semantics/script_runs.h"

#include <algorithm>
#include <iterator>

namespace semantics {

namespace {

constexpr std::size_t longest_run =
    96;  // code points; longer ones are cut at spaces, else the texture gets too wide

struct Range {
    char32_t from, to;
};

template <std::size_t Count>
bool in_ranges(const Range (&ranges)[Count], char32_t c) {
    return std::any_of(std::begin(ranges), std::end(ranges),
                       [c](Range r) { return c >= r.from && c <= r.to; });
}

bool runs_right_to_left(char32_t c) {
    static constexpr Range ranges[] = {
        {0x590, 0x8FF}, {0xFB1D, 0xFDFF}, {0xFE70, 0xFEFC}, {0x10800, 0x10FFF}, {0x1E800, 0x1EFFF}};
    return in_ranges(ranges, c);
}

// Scripts whose letters change with their neighbours: Indic and South-East Asian, Mongolian, Hangul in parts.
bool joins(char32_t c) {
    static constexpr Range ranges[] = {{0x900, 0x109F},  {0x1100, 0x11FF},  {0x1700, 0x18AF},
                                       {0x1900, 0x1AAF}, {0x1B00, 0x1C7F},  {0xA800, 0xAAFF},
                                       {0xABC0, 0xABFF}, {0x11000, 0x11FFF}};
    return in_ranges(ranges, c);
}

// Belongs to the letter before it.
bool attaches(char32_t c) {
    static constexpr Range ranges[] = {
        {0x300, 0x36F},     {0x483, 0x489},     {0x1AB0, 0x1AFF},  {0x1DC0, 0x1DFF}, {0x200C, 0x200D},
        {0x20D0, 0x20FF},   {0x302A, 0x302F},   {0x3099, 0x309A},  {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
        {0x1F3FB, 0x1F3FF}, {0xE0020, 0xE007F}, {0xE0100, 0xE01EF}};
    return in_ranges(ranges, c);
}

bool is_flag_letter(char32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }

// Reads one code point; a malformed byte is itself.
char32_t read(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at++);
    const int more = lead >= 0xF0 && lead < 0xF8   ? 3
                     : lead >= 0xE0 && lead < 0xF0 ? 2
                                                   : lead >= 0xC2 && lead < 0xE0;
    char32_t code = more == 3 ? lead & 0x07u : more == 2 ? lead & 0x0Fu : more == 1 ? lead & 0x1Fu : lead;
    for (int i = 0; i < more; ++i) {
        if (at >= text.size() || (byte(at) & 0xC0) != 0x80) {
            return lead;
        }
        code = code << 6 | (byte(at++) & 0x3Fu);
    }
    return code;
}

void append(char32_t code, std::string& out) {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
}

// Nothing below U+0300 needs shaping, and none of it has a lead byte this high.
bool is_simple(std::string_view text) {
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) >= 0xCC; });
}

// Where the cluster that begins at `at` ends: a letter and what is attached to it, a joined emoji, a flag.
std::size_t cluster_end(std::string_view text, std::size_t at) {
    char32_t before = read(text, at);
    const bool flag = is_flag_letter(before);
    int letters = 1;
    while (at < text.size()) {
        std::size_t next = at;
        const char32_t c = read(text, next);
        const bool second_flag_letter = flag && letters == 1 && is_flag_letter(c);
        if (!attaches(c) && before != 0x200D && !second_flag_letter) {
            break;
        }
        letters += second_flag_letter;
        before = c;
        at = next;
    }
    return at;
}

}  // namespace

std::string_view ScriptRuns::prepare(std::string_view text, std::string& buffer) {
    if (is_simple(text)) {
        return text;
    }
    buffer.clear();
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        replace_line(text.substr(at, end - at), buffer);
        if (end < text.size()) {
            buffer += '\n';
        }
        at = end + 1;
    }
    return buffer;
}

void ScriptRuns::replace_line(std::string_view line, std::string& out) {
    bool right_to_left = false;
    for (std::size_t at = 0; at < line.size();) {
        right_to_left = runs_right_to_left(read(line, at)) || right_to_left;
    }
    if (right_to_left) {
        append_run(line, out);  // the order of the whole line is for the text engine
        return;
    }
    for (std::size_t at = 0; at < line.size();) {
        std::size_t end = cluster_end(line, at), peek = at;
        const char32_t c = read(line, peek);
        if (joins(c)) {
            for (std::size_t next = end; next < line.size(); next = cluster_end(line, next)) {
                peek = next;
                const char32_t follower = read(line, peek);
                if (joins(follower)) {
                    end = cluster_end(line, next);
                } else if (follower != ' ') {
                    break;
                }
            }
            append_run(line.substr(at, end - at), out);
        } else if (end > peek || c > 0xFFFF) {
            append_run(line.substr(at, end - at), out);
        } else {
            out.append(line.substr(at, end - at));
        }
        at = end;
    }
}

void ScriptRuns::append_run(std::string_view run, std::string& out) {
    std::size_t letters = 0, cut = 0;
    for (std::size_t at = 0; at < run.size(); ++letters) {
        const std::size_t start = at;
        const bool space = read(run, at) == ' ';
        if (letters >= longest_run && (space || letters >= longest_run * 2)) {
            cut = start;
            break;
        }
    }
    if (cut > 0) {
        std::size_t probe = 0;
        const bool right_to_left = runs_right_to_left(read(run, probe));
        if (right_to_left) {
            append_run(run.substr(cut), out);
            append_run(run.substr(0, cut), out);
        } else {
            append_run(run.substr(0, cut), out);
            append_run(run.substr(cut), out);
        }
        return;
    }
    const auto [entry, is_new] = codes_.try_emplace(std::string(run), first);
    if (is_new) {
        if (first + runs_.size() > last) {
            codes_.erase(entry);
            out.append(run);  // full within one frame: drawn letter by letter until the next
            return;
        }
        entry->second = static_cast<char32_t>(first + runs_.size());
        runs_.push_back(entry->first);
    }
    append(entry->second, out);
}

std::string_view ScriptRuns::run_of(char32_t code) const {
    const std::size_t index = code - first;
    return code >= first && index < runs_.size() ? runs_[index] : std::string_view{};
}

bool ScriptRuns::is_full() const { return runs_.size() > (last - first) * 9 / 10; }

void ScriptRuns::clear() {
    codes_.clear();
    runs_.clear();
}

ScriptRuns& script_runs() {
    static ScriptRuns instance;
    return instance;
}

}  // namespace semantics
