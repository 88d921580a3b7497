"""Names in the order of strokes, as official lists have them.

The order of characters is that of GB 13000.1 (GF 3003-1999): number of strokes, then stroke by stroke in writing order: level, upright, left-falling, dot, turning. The sequences stand in `strokes.txt`, our own
compilation of some 1,500 characters: 500 surnames and what is common in given names. Names follow the practice of official lists: by surname (two-character ones are known), then given names of one character
before longer ones, then character by character. Two limits, which `unknown_in` and the papers tell people: a character that is not in the table stands behind all that are, in the order of
Unicode; characters of the same sequence (such as the two that both read 121) stand in the order of Unicode instead of by their shape.
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TypeVar

Row = TypeVar("Row")
TABLE = Path(__file__).with_name("strokes.txt")
DOUBLE_SURNAMES = frozenset(
    ["上官", "欧阳", "夏侯", "诸葛", "闻人", "东方", "赫连", "皇甫", "尉迟", "公羊", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔", "申屠", "公孙", "仲孙", "轩辕", "令狐", "钟离", "宇文", "长孙", "慕容", "鲜于", "闾丘", "司徒", "司空", "司马", "亓官", "南宫", "东郭", "西门", "百里", "呼延", "端木"]
)
# Between the parts of a transcribed name, and blanks that fill up a short one.
SEPARATORS = " \u3000·•‧・"


@cache
def sequences() -> dict[str, str]:
    """Character -> its strokes as figures 1 to 5."""
    lines = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {character: strokes for strokes, characters in lines for character in characters}


def in_stroke_order(rows: Iterable[Row], name_of: Callable[[Row], str] = str) -> list[Row]:
    """The rows by the strokes of their names; rows of equal names keep their order."""
    return sorted(rows, key=lambda row: _key(name_of(row)))


def unknown_in(names: Iterable[str]) -> dict[str, str]:
    """Name -> its characters that are not in the table, for names that have any: their place in a list is to be checked by hand."""
    known = sequences()
    missing = {name: "".join(dict.fromkeys(each for each in _letters(name) if each not in known)) for name in names}
    return {name: characters for name, characters in missing.items() if characters}


def remark_on(names: Iterable[str]) -> str:
    """One sentence for people about names whose place is not certain; empty when all are known."""
    missing = unknown_in(names)
    said = "、".join(f"{name}（{characters}）" for name, characters in list(missing.items())[:20])
    more = f"等 {len(missing)} 人" if len(missing) > 20 else ""
    return f"按姓氏笔画排序。下列姓名中括号里的字不在笔画表内，排在同位置已知的字之后，请核对次序：{said}{more}。" if missing else ""


def _letters(name: str) -> str:
    return "".join(each for each in name if each not in SEPARATORS)


def _key(name: str) -> tuple:
    letters = _letters(name)
    length = 2 if letters[:2] in DOUBLE_SURNAMES and len(letters) > 2 else 1
    return [_place(each) for each in letters[:length]], len(letters) - length > 1, [_place(each) for each in letters[length:]]


def _place(character: str) -> tuple[int, str, str]:
    """Unknown characters behind every number of strokes there is."""
    strokes = sequences().get(character)
    return (len(strokes), strokes, character) if strokes else (1000, "", character)
