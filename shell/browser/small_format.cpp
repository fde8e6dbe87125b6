#include "shell/browser/small_format.h"

#include <cstdint>

namespace parasol::browser {
namespace {

// What does not fit is counted and left out.
class Output {
  public:
    Output(char* text, std::size_t size) : text_(text), size_(size) {}
    void add(char symbol) {
        if (length_ + 1 < size_) {
            text_[length_] = symbol;
        }
        ++length_;
    }
    int end() {
        if (size_ > 0) {
            text_[length_ < size_ ? length_ : size_ - 1] = 0;
        }
        return static_cast<int>(length_);
    }

  private:
    char* text_;
    std::size_t size_;
    std::size_t length_ = 0;
};

void add_number(Output& out, std::uint64_t value, bool negative, unsigned base, const char* digits, int width,
                char fill) {
    char reversed[24];
    int count = 0;
    do {
        reversed[count++] = digits[value % base];
        value /= base;
    } while (value != 0);
    if (negative && fill == '0') {
        out.add('-');
    }
    for (int at = count + (negative ? 1 : 0); at < width; ++at) {
        out.add(fill);
    }
    if (negative && fill != '0') {
        out.add('-');
    }
    while (count > 0) {
        out.add(reversed[--count]);
    }
}

}  // namespace

int format_small(char* text, std::size_t size, const char* format, va_list arguments) {
    Output out(text, size);
    for (; *format != 0; ++format) {
        if (*format != '%') {
            out.add(*format);
            continue;
        }
        ++format;
        const char fill = *format == '0' ? '0' : ' ';
        format += fill == '0' ? 1 : 0;  // before a width that is an argument too: %0*llx
        int width = 0, precision = -1, longs = 0;
        const auto number = [&](int& into) {
            if (*format == '*') {
                into = va_arg(arguments, int);
                ++format;
            } else {
                for (into = 0; *format >= '0' && *format <= '9'; ++format) {
                    into = into * 10 + (*format - '0');
                }
            }
        };
        number(width);
        if (*format == '.') {
            ++format;
            number(precision);
        }
        for (; *format == 'l' || *format == 'z'; ++format) {
            longs += *format == 'l' ? 1 : 0;
        }
        switch (*format) {
        case 's': {
            const char* from = va_arg(arguments, const char*);
            for (int at = 0; at != precision && from[at] != 0; ++at) {
                out.add(from[at]);
            }
            break;
        }
        case 'd':
        case 'i': {
            const std::int64_t value = longs > 1 ? va_arg(arguments, long long) : va_arg(arguments, int);
            const auto size_of = static_cast<std::uint64_t>(value);
            add_number(out, value < 0 ? 0 - size_of : size_of, value < 0, 10, "0123456789", width, fill);
            break;
        }
        case 'u':
        case 'x':
        case 'X': {
            const std::uint64_t value =
                longs > 1 ? va_arg(arguments, unsigned long long) : va_arg(arguments, unsigned);
            add_number(out, value, false, *format == 'u' ? 10 : 16,
                       *format == 'X' ? "0123456789ABCDEF" : "0123456789abcdef", width, fill);
            break;
        }
        case 'c': out.add(static_cast<char>(va_arg(arguments, int))); break;
        case '%': out.add('%'); break;
        default: __builtin_trap();  // a format that the page does not know
        }
    }
    return out.end();
}

}  // namespace parasol::browser
