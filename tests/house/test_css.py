"""Our own stylesheets run on Chromium 92 and print nothing below 12 px."""

import re

import pytest

from tests.house.tree import ZUGONG, line_of, shown

NEWER = {
    "color-mix()": r"color-mix\(",
    "oklch(), oklab(), lab(), lch(), hwb()": r"\b(?:oklch|oklab|lab|lch|hwb)\(",
    "light-dark()": r"light-dark\(",
    ":has()": r":has\(",
    "@layer": r"@layer\b",
    "@container and its units": r"@container\b|\bcontainer(?:-type|-name)?\s*:|\d(?:cqw|cqh|cqi|cqb|cqmin|cqmax)\b",
    "@scope, @starting-style": r"@(?:scope|starting-style)\b",
    "@property": r"@property\b",
    "nesting with &": r"&",
    "dynamic viewport units (dvh, svh, lvh)": r"\d[dsl]v(?:h|w|i|b|min|max)\b",
    "translate, scale, rotate as properties (write transform)": r"(?<![\w-])(?:translate|scale|rotate)\s*:",
    "text-wrap": r"\btext-wrap(?:-\w+)?\s*:",
    "text-spacing-trim": r"\btext-spacing-trim\s*:",
    "media range syntax (write min-width)": r"@media[^{]*[<>]",
    "subgrid": r"\bsubgrid\b",
    "field-sizing": r"\bfield-sizing\s*:",
    "anchor positioning": r"\b(?:anchor-name|position-anchor)\s*:|\banchor\(",
    ":nth-child(... of ...)": r":nth-(?:last-)?child\([^)]*\bof\b",
}
COMMENT_OR_STRING = re.compile(r"/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|url\([^)]*\)", re.DOTALL)
FONT_SIZE = re.compile(r"(?P<property>[\w-]*font-size|(?<![\w-])font)\s*:\s*(?P<value>[^;}]+)")
LENGTH = re.compile(r"(?<![\w.#-])(\d*\.?\d+)(px|rem|em|%|pt)")
# The least number of each unit that is 12 px: the root is 16 px, running text on a desktop 14 px.
LEAST = {"px": 12, "rem": 0.75, "em": 12 / 14, "%": 100 * 12 / 14, "pt": 9}


def stylesheets():
    return sorted((ZUGONG / "door" / "static" / "zugong").glob("**/*.css"))


def rules(path):
    """A stylesheet without comments and quoted text, line numbers kept."""
    return COMMENT_OR_STRING.sub(lambda match: "\n" * match[0].count("\n"), path.read_text(encoding="utf-8"))


def test_there_is_a_stylesheet():
    missing = [] if stylesheets() else ["zugong/door/static/zugong/*.css"]
    assert missing == [], f"our stylesheet belongs here: {missing}"


@pytest.mark.parametrize("what", NEWER)
def test_nothing_newer_than_chromium_92(what):
    found = []
    for path in stylesheets():
        text = rules(path)
        found += [f"{shown(path)}:{line_of(text, match.start())}" for match in re.finditer(NEWER[what], text)]
    assert found == [], f"government desktops run Chromium 92, which does not know {what}: {found}"


def test_no_text_below_12_px():
    found = []
    for path in stylesheets():
        text = rules(path)
        for match in FONT_SIZE.finditer(text):
            size = LENGTH.search(match["value"])
            if size and float(size[1]) < LEAST[size[2]]:
                found.append(f"{shown(path)}:{line_of(text, match.start())} {match[0].strip()}")
    assert found == [], f"no text is smaller than 12 px (.75rem): {found}"
