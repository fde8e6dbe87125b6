"""The icons: one list (assets/icons.txt, names as Lucide has them) makes the C++ constants and the font.

    icons.py header LIST OUTPUT          the constants: icon_arrow_left and so on
    icons.py font LIST LUCIDE_TTF OUTPUT the font, cut to the list, as woff2

Both number the icons from U+E000 in the order of the list, so neither needs the other.
"""
import os
import sys

FIRST = 0xE000

HEADER = """// The icons of the icon font, by Lucide's names. Made from assets/icons.txt: add a line there.
#pragma once

namespace parasol {{

inline constexpr char32_t icon_first = 0x{first:04X};
inline constexpr char32_t icon_last = 0x{last:04X};

{constants}

}}  // namespace parasol
"""


def names_of(path):
    with open(path, encoding="utf-8") as file:
        names = [line.strip() for line in file if line.strip()]
    if len(names) != len(set(names)):
        sys.exit(f"{path}: a name is there twice")
    return names


def write_header(names, output):
    constants = "\n".join(
        f"inline constexpr char32_t icon_{name.replace('-', '_')} = 0x{FIRST + index:04X};"
        for index, name in enumerate(names))
    text = HEADER.format(first=FIRST, last=FIRST + len(names) - 1, constants=constants)
    os.makedirs(os.path.dirname(output), exist_ok=True)
    with open(output, "w", encoding="utf-8") as file:
        file.write(text)


def write_font(names, source, output):
    import json
    from fontTools import subset
    from fontTools.ttLib import TTFont

    with open(os.path.join(os.path.dirname(source), "codepoints.json"), encoding="utf-8") as file:
        codepoints = json.load(file)
    unknown = [name for name in names if name not in codepoints]
    if unknown:
        sys.exit("Lucide has no icon named " + ", ".join(unknown))
    font = TTFont(source)
    old = font.getBestCmap()
    wanted = {FIRST + index: old[codepoints[name]] for index, name in enumerate(names)}
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap = dict(wanted)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=False, name_IDs=[1, 2, 4, 6])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(output)


def main(arguments):
    if len(arguments) == 3 and arguments[0] == "header":
        write_header(names_of(arguments[1]), arguments[2])
    elif len(arguments) == 4 and arguments[0] == "font":
        write_font(names_of(arguments[1]), arguments[2], arguments[3])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
