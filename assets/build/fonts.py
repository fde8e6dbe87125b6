"""The text font: Inter, cut to what European names and our own words need: one woff2, weights 400 to 600.

    fonts.py INTER_VARIABLE_TTF OUTPUT

Every other script is drawn with the reader's own fonts. The canvas places glyph by glyph, so kerning and
ligatures are left out: the real text fields over it then show the same shapes in the same places. Figures are
the tabular ones, so that numbers stand in columns.
"""
import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

RANGES = """
    0020-007E 00A0-017F 0192 0218-021B 02BC 02C6 02DA 02DC 1E80-1E85 1E9E 1EF2-1EF3
    2000-200B 2010-2015 2018-201E 2020-2022 2026 2030 2032-2033 2039-203A 2044
    20A6 20A9 20AA 20AC 20B9 20BA 20BD 20BF 2116 2122 2190-2193 2212 2248 2260 2264-2265 25CF 2713 FFFD
"""


def code_points():
    for part in RANGES.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def use_tabular_figures(font):
    replacement = {}
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for rule in table.LookupList.Lookup[index].SubTable:
                    rule = getattr(rule, "ExtSubTable", rule)
                    replacement.update(getattr(rule, "mapping", {}))
    for mapping in font["cmap"].tables:
        if mapping.isUnicode():
            for figure in range(ord("0"), ord("9") + 1):
                name = mapping.cmap[figure]
                mapping.cmap[figure] = replacement.get(name, name)


def main(source, output):
    font = TTFont(source)
    use_tabular_figures(font)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[1, 2, 4, 6])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=list(code_points()))
    cutter.subset(font)
    limits = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
    limits["wght"] = (400, 600)
    font = instancer.instantiateVariableFont(font, limits)
    font.flavor = "woff2"
    font.save(output)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
