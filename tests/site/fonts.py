"""Makes the two font files of the theme `broadsheet` from the packages @fontsource-variable/newsreader and
@fontsource-variable/instrument-sans, both under the SIL Open Font License 1.1 without reserved names.

    npm install --prefix FOLDER @fontsource-variable/newsreader @fontsource-variable/instrument-sans
    pip install fonttools brotli
    python tests/site/fonts.py FOLDER

The text face keeps its optical sizes and its weights from regular to bold. Its italic lies in the same file: the
feature `ital` puts it in the place of the roman, so that there is one download and no slanted roman. The label face
is set narrow for good.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables as ot
from fontTools.varLib import instancer

OUT = Path(__file__).parents[2] / "themes/broadsheet/static/fonts"
# What prose in Latin letters needs: Latin-1, dashes, quotes, ellipsis, arrows, minus, euro, trade mark.
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, 0x152, 0x153, 0x2BC, *range(0x2010, 0x2016)]
LETTERS += [*range(0x2018, 0x201F), 0x2020, 0x2022, 0x2026, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC]
LETTERS += [0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265]
# What is set in italics: no arrows and signs.
SLANTED = [c for c in LETTERS if c > 0x20 and c != 0xA0 and c < 0x2030]


def source(folder, package, file):
    return TTFont(folder / "node_modules/@fontsource-variable" / package / "files" / file)


def keep(font, letters, features):
    options = subset.Options()
    options.layout_features = features
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.hinting = False
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=letters)
    chosen.subset(font)
    return font


def add_italic(roman, italic):
    """Puts the glyphs of `italic`, which has no axes, beside those of `roman`, under the feature `ital`."""
    letters, slanted = roman.getBestCmap(), italic.getBestCmap()
    pairs = sorted({(letters[c], slanted[c]) for c in slanted if c in letters})
    added = {}
    for _, name in pairs:
        added[name] = f"{name}.ital"
        glyph = italic["glyf"][name]
        for part in glyph.components if glyph.isComposite() else []:
            added[part.glyphName] = f"{part.glyphName}.ital"
    order = roman.getGlyphOrder()
    for name, new in sorted(added.items()):
        glyph = italic["glyf"][name]
        if glyph.isComposite():
            for part in glyph.components:
                part.glyphName = added[part.glyphName]
        order.append(new)
        roman["glyf"].glyphs[new] = glyph
        roman["hmtx"].metrics[new] = italic["hmtx"].metrics[name]
        roman["gvar"].variations[new] = []
    roman.setGlyphOrder(order)
    roman["glyf"].setGlyphOrder(order)
    # Advances are then told by `gvar` alone.
    if "HVAR" in roman:
        del roman["HVAR"]
    add_feature(roman, pairs, added)


def add_feature(font, pairs, added):
    """Adds the feature to the substitutions that are there, as the last of them."""
    lookup = ot.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTableCount = 1, 0, 1
    single = ot.SingleSubst()
    single.mapping = {a: added[b] for a, b in pairs}
    lookup.SubTable = [single]
    table = font["GSUB"].table
    table.LookupList.Lookup.append(lookup)
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    record = ot.FeatureRecord()
    record.FeatureTag, record.Feature = "ital", ot.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex = [len(table.LookupList.Lookup) - 1]
    record.Feature.LookupCount = 1
    records = table.FeatureList.FeatureRecord
    records.append(record)
    table.FeatureList.FeatureCount = len(records)
    for script in table.ScriptList.ScriptRecord:
        systems = [script.Script.DefaultLangSys, *(r.LangSys for r in script.Script.LangSysRecord)]
        for system in filter(None, systems):
            system.FeatureIndex.append(len(records) - 1)
            system.FeatureCount = len(system.FeatureIndex)


def save(font, name, family):
    for record in font["name"].names:
        if record.nameID in (1, 4):
            record.string = family
        elif record.nameID in (3, 6):
            record.string = family.replace(" ", "")
    font.flavor = "woff2"
    font.save(OUT / name)
    print(f"{name}: {(OUT / name).stat().st_size} bytes, {len(font.getGlyphOrder())} glyphs")


def main(folder):
    OUT.mkdir(parents=True, exist_ok=True)
    features = ["kern", "liga", "tnum", "pnum", "ccmp", "locl", "mark", "mkmk", "rvrn"]
    files = "newsreader-latin-standard-{}.woff2"
    text = keep(source(folder, "newsreader", files.format("normal")), LETTERS, features)
    text = instancer.instantiateVariableFont(text, {"wght": (400, 400, 700), "opsz": (14, 18, 72)})
    italic = keep(source(folder, "newsreader", files.format("italic")), SLANTED, [])
    add_italic(text, instancer.instantiateVariableFont(italic, {"wght": 400, "opsz": 20}))
    save(text, "text.woff2", "Broadsheet Text")
    label = keep(source(folder, "instrument-sans", "instrument-sans-latin-standard-normal.woff2"), LETTERS, features)
    save(instancer.instantiateVariableFont(label, {"wdth": 82, "wght": (400, 400, 700)}), "label.woff2", "Broadsheet Label")


main(Path(sys.argv[1]))
