"""Where a sheet's header stands and which of its columns is which."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .cells import written
from .columns import Column
from .typed import narrow, tidy

LOOKED_AT = 30  # rows from the top among which the header is sought
_HINT = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_SIGNS = re.compile(r"[\s*＊:：、,，.。/\\_-]+|必填|选填|可不填")


@dataclass
class Header:
    """The header of one sheet: `first` and `last` of its rows as Excel counts, the titles by column number from 0, and what each is: `keys` {column number: column key}."""

    sheet: str
    first: int
    last: int
    titles: list[str]
    keys: dict[int, str] = field(default_factory=dict)

    def unknown(self) -> list[str]:
        """Titles that are not read."""
        return [title for number, title in enumerate(self.titles) if title and number not in self.keys]

    def alike(self) -> dict[str, list[int]]:
        """{column key: its column numbers} of what stands there more than once."""
        found: dict[str, list[int]] = {}
        for number, key in self.keys.items():
            found.setdefault(key, []).append(number)
        return {key: numbers for key, numbers in found.items() if len(numbers) > 1}


def letters(number: int) -> str:
    """A column's letters from its number from 0: 0 is A, 26 is AA."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def plain_title(title: str) -> str:
    """A title without spaces, signs and capital letters."""
    return _SIGNS.sub("", narrow(tidy(title))).lower()


def names_of(columns: Sequence[Column]) -> dict[str, str]:
    """{plain title: key}: titles first, so that another's second name never takes one's own."""
    found: dict[str, str] = {}
    for column in columns:
        found.setdefault(plain_title(column.title), column.key)
    for column in columns:
        for title in (*column.also, column.key):
            found.setdefault(plain_title(title), column.key)
    return found


def key_of(title: str, named: dict[str, str]) -> str | None:
    """Which column a title names; what stands in parentheses is left out when the whole is not known."""
    return named.get(plain_title(title)) or named.get(plain_title(_HINT.sub("", title)))


def find(sheet: str, rows: list[tuple[int, list]], columns: Sequence[Column]) -> Header | None:
    """The header among the first rows [(row number, cells)]: the one row, or two rows of merged titles, that name most columns. None when nothing like one is there."""
    named, best, best_score = names_of(columns), None, 0
    shown = [(number, [tidy(written(cell)) if cell != "" else "" for cell in cells]) for number, cells in rows[:LOOKED_AT]]
    for place, (number, titles) in enumerate(shown):
        single = _named(titles, named)
        candidates = [(Header(sheet, number, number, titles, single), len(set(single.values())))]
        if place + 1 < len(shown) and shown[place + 1][0] == number + 1:
            both = _under(titles, shown[place + 1][1])
            double, below = _named(both, named), _named(shown[place + 1][1], named)
            # two rows are a header only when each gives what the other has not
            if len(set(double.values())) > max(len(set(single.values())), len(set(below.values()))):
                candidates.append((Header(sheet, number, number + 1, both, double), len(set(double.values()))))
        for header, score in candidates:
            if score > best_score:
                best, best_score = header, score
    return best if best_score >= min(2, len(columns)) else None


def _named(titles: list[str], named: dict[str, str]) -> dict[int, str]:
    return {number: key for number, title in enumerate(titles) if title and (key := key_of(title, named))}


def _under(upper: list[str], lower: list[str]) -> list[str]:
    """Titles of two rows: the lower one, and where there is none the upper one, which is merged downwards."""
    width = max(len(upper), len(lower))
    upper, lower = upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower))
    return [below or above for above, below in zip(upper, lower, strict=True)]


def set_by_hand(header: Header, chosen: dict[str, str]) -> None:
    """Take over what a person chose: {column number as text: key, or "" for not to be read}."""
    for number, key in chosen.items():
        if key:
            header.keys[int(number)] = key
        else:
            header.keys.pop(int(number), None)
