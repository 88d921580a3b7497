"""The numbers that Word shows before the paragraphs of its automatic lists: worked out from the numbering and the styles, as they count no letter of the text."""

import re
from dataclasses import dataclass, replace

from lxml.etree import _Element as Element

DIGITS = "〇一二三四五六七八九"
UNITS = ("", "十", "百", "千")
FORMAL = str.maketrans("一二三四五六七八九十百千〇", "壹贰叁肆伍陆柒捌玖拾佰仟零")
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
DEEPEST = 9


@dataclass(frozen=True)
class Level:
    """One level of a list; `restart` is the number of levels whose steps begin it anew, None for all above."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    is_decimal: bool = False
    style: str = ""


def counted(number: int) -> str:
    """A number in Chinese, as lists count."""
    if not 0 < number < 10_000:
        return str(number)
    places = [(int(digit), UNITS[place]) for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True)]
    text = re.sub("〇+", "〇", "".join(DIGITS[digit] + (unit if digit else "") for digit, unit in places)).rstrip("〇").replace("〇", "零")
    return text.removeprefix("一") if text.startswith("一十") else text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 1000 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for sign, value in ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _enclosed(number: int, first: str, last: int = 20) -> str:
    return chr(ord(first) + number - 1) if 0 < number <= last else str(number)


FORMATS = {
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate({ord(str(digit)): ord("０") + digit for digit in range(10)}),
    "decimalEnclosedCircle": lambda number: _enclosed(number, "①"),
    "decimalEnclosedCircleChinese": lambda number: _enclosed(number, "①"),
    "decimalEnclosedParen": lambda number: _enclosed(number, "⑴"),
    "decimalEnclosedFullstop": lambda number: _enclosed(number, "⒈"),
    "ideographEnclosedCircle": lambda number: _enclosed(number, "㊀", 10),
    "ideographDigital": lambda number: "".join(DIGITS[int(digit)] for digit in str(number)),
    "ideographTraditional": lambda number: STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: BRANCHES[(number - 1) % 12],
    "chineseLegalSimplified": lambda number: counted(number).translate(FORMAL),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda number: "",
} | dict.fromkeys(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting"), counted)


def value(node: Element | None, tag: str, attribute: str = "val") -> str | None:
    """The attribute of a child, or None."""
    child = node.find(tag) if node is not None else None
    return child.get(attribute) if child is not None else None


def is_on(node: Element | None, tag: str) -> bool:
    """Whether a switch of Word is set: the bare element means yes."""
    return node is not None and node.find(tag) is not None and (value(node, tag) or "1") not in ("0", "false", "off")


def whole(text: str | None, otherwise: int) -> int:
    """A whole number out of a file that others wrote."""
    return int(text) if text and text.isdecimal() and len(text) < 6 else otherwise


class Numbers:
    """Counts on through a document: ask each paragraph once, in the order of the text."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self.styles = {each.get("styleId"): each for each in styles.iter("style")} if styles is not None else {}
        self.default = next((key for key, each in self.styles.items() if each.get("type") == "paragraph" and each.get("default") in ("1", "true")), None)
        self.lists = {each.get("abstractNumId"): each for each in numbering.iter("abstractNum")} if numbering is not None else {}
        self.nums = {each.get("numId"): each for each in numbering.findall("num")} if numbering is not None else {}
        self.levels: dict[str, tuple[str, dict[int, Level], set[int]]] = {}
        self.steps: dict[str, dict[int, int]] = {}
        self.met: set[str] = set()

    def before(self, paragraph: Element) -> str:
        """What stands before the paragraph, with a space where Word leaves a gap; nothing for bullets."""
        key, depth = self._place(paragraph)
        list_key, levels, begun_anew = self._levels(key)
        level = levels.get(depth)
        if level is None:
            return ""
        steps = self.steps.setdefault(list_key, {})
        if key not in self.met:
            self.met.add(key)
            for each in begun_anew:
                steps.pop(each, None)
        steps[depth] = steps.get(depth, level.start - 1) + 1
        for deeper in [each for each in steps if each > depth]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or depth < restart:
                del steps[deeper]
        return self._written(level, levels, steps)

    def _written(self, level: Level, levels: dict[int, Level], steps: dict[int, int]) -> str:
        if level.format == "bullet":
            return ""

        def number(found: re.Match) -> str:
            place = int(found[1]) - 1
            above = levels.get(place, Level())
            form = str if level.is_decimal else FORMATS.get(above.format, str)
            return form(steps.get(place, above.start))

        text = re.sub(r"%([1-9])", number, level.text)
        return text + (" " if text and level.suffix != "nothing" else "")

    def _place(self, paragraph: Element) -> tuple[str | None, int]:
        """The list and the level of a paragraph: its own word goes before its style's."""
        own = paragraph.find("pPr")
        direct = own.find("numPr") if own is not None else None
        key, depth = value(direct, "numId"), value(direct, "ilvl")
        if key is None:
            style = value(own, "pStyle") or self.default
            key, above, owner = self._of_style(style)
            depth = depth or self._linked(key, owner) or above
        return key, min(whole(depth, 0), DEEPEST - 1)

    def _of_style(self, style: str | None) -> tuple[str | None, str | None, str | None]:
        """(list, level, the style that says so), up the chain of styles that it rests on."""
        for _ in range(20):
            node = self.styles.get(style)
            if node is None:
                break
            properties = node.find("pPr")
            numbered = properties.find("numPr") if properties is not None else None
            if value(numbered, "numId") is not None:
                return value(numbered, "numId"), value(numbered, "ilvl"), style
            style = value(node, "basedOn")
        return None, None, None

    def _linked(self, key: str | None, style: str | None) -> str | None:
        """The level that a list ties to a style."""
        return next((str(depth) for depth, level in self._levels(key)[1].items() if style and level.style == style), None)

    def _levels(self, key: str | None) -> tuple[str, dict[int, Level], set[int]]:
        """(list, its levels as one use of it has them, the levels which that use begins anew)."""
        if key not in self.levels:
            self.levels[key] = self._read(key) if key in self.nums else ("", {}, set())
        return self.levels[key]

    def _read(self, key: str) -> tuple[str, dict[int, Level], set[int]]:
        list_key = value(self.nums[key], "abstractNumId") or ""
        for _ in range(5):
            link = value(self.lists.get(list_key), "numStyleLink")
            target = self._of_style(link)[0] if link else None
            if target not in self.nums:
                break
            list_key = value(self.nums[target], "abstractNumId") or ""
        found = self.lists.get(list_key)
        levels = {whole(each.get("ilvl"), 0): _level(each) for each in found.findall("lvl")} if found is not None else {}
        begun_anew = set()
        for override in self.nums[key].findall("lvlOverride"):
            depth = whole(override.get("ilvl"), 0)
            if override.find("lvl") is not None:
                levels[depth] = _level(override.find("lvl"))
            if (start := value(override, "startOverride")) is not None:
                levels[depth] = replace(levels.get(depth, Level()), start=whole(start, 1))
                begun_anew.add(depth)
        return list_key, levels, begun_anew


def _level(node: Element) -> Level:
    restart = value(node, "lvlRestart")
    return Level(
        whole(value(node, "start"), 1), value(node, "numFmt") or "decimal", value(node, "lvlText") or "", value(node, "suff") or "tab",
        None if restart is None else whole(restart, 0), is_on(node, "isLgl"), value(node, "pStyle") or "",
    )  # fmt: skip
