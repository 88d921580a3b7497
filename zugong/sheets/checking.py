"""A whole file read and judged: by itself, against the other lines, and against the database. Writes nothing but the staged lines."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from .columns import Column, shown
from .faults import Fault
from .headers import LOOKED_AT, Header, find, letters, set_by_hand
from .kinds import Unreadable
from .lines import Line
from .reading import Reader
from .rosters import Ask, Roster, names
from .staging import Stage
from .twice import Twice
from .unpacked import Rows, Sheet, unpacked

BESIDE = ("说明", "填表说明", "选项")
WHOLE = 100_000  # a roster that asks for so many lines at once has those of all sheets together


@dataclass
class Found:
    """What a file holds: `counts` {state: lines} with "warning", the `headers`, what was `skipped` {sheet: row numbers}, names of sheets without a header in `unread`, `problems` [(code, message)] that keep the
    columns from being told apart, and of the staged lines `index` and `digest`."""

    counts: Counter = field(default_factory=Counter)
    headers: list[Header] = field(default_factory=list)
    skipped: dict[str, list[int]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    index: list = field(default_factory=list)
    digest: str = ""

    @property
    def rows(self) -> int:
        return sum(self.counts[state] for state in ("error", "new", "changed", "same"))


@dataclass(frozen=True)
class Hand:
    """What a person said about the file: `chosen` {sheet: {column number as text: key or ""}}, `mends` {sheet: {(row, key): text}}."""

    chosen: dict[str, dict[str, str]] = field(default_factory=dict)
    mends: dict[str, dict[tuple[int, str], str]] = field(default_factory=dict)


def check(path: Path, roster: Roster, ask: Ask, stage_at: Path, hand: Hand | None = None, progress: Callable[[int, int], None] = lambda done, total: None) -> Found:
    """Read a file for a roster and judge every cell. Unreadable when it is no table; with `problems` no line is judged. `progress(rows done, rows that the sheets seem to have)`."""
    hand, found, columns = hand or Hand(), Found(), roster.columns()
    judge, held, done, total = _Judge(roster, columns, ask), [], 0, 0
    with Stage(stage_at) as stage:
        with unpacked(path) as sheets:
            for sheet in sheets:
                begun = _begin(sheet, columns, found, hand, roster)
                if begun is None:
                    continue
                header, rows = begun
                total += sheet.height
                reader = Reader(header, columns, hand.mends.get(sheet.name))
                for lines in _gathered(reader.lines(rows), roster.at_once):
                    held.append(lines)
                    if roster.at_once < WHOLE:
                        _see_to(held, judge, stage)
                    done += len(lines)
                    progress(done, max(total, done))
                if reader.skipped:
                    found.skipped[sheet.name] = reader.skipped
        _see_to(held, judge, stage)
        found.counts, found.index, found.digest = stage.counts, stage.index, stage.digest
    if not found.headers and not found.problems:
        first = "、".join(column.title for column in columns[:4])
        raise Unreadable(f"里没有找到表头：前 {LOOKED_AT} 行里要有一行写着列名，例如 {first}。可以下载模板对照")
    if not found.rows and not found.problems:
        raise Unreadable("的表头下面没有内容")
    return found


def _see_to(held: list[list[Line]], judge: "_Judge", stage: Stage) -> None:
    """Judge the lines that were gathered, each list of one sheet, and stage them."""
    if held:
        judge.judge(held)
        for lines in held:
            stage.write(lines)
        held.clear()


def _begin(sheet: Sheet, columns: list[Column], found: Found, hand: Hand, roster: Roster) -> tuple[Header, Iterator[Rows]] | None:
    """The header of a sheet and all its rows, or None when it is not to be read."""
    if sheet.is_hidden or sheet.name in BESIDE:
        return None
    first = next(sheet.rows, None)
    header = find(sheet.name, first.lines()[:LOOKED_AT], columns) if first else None
    if header is None:
        found.unread += [sheet.name] if first else []
        return None
    set_by_hand(header, hand.chosen.get(sheet.name, {}))
    found.headers.append(header)
    titles, problems = {column.key: column.title for column in columns}, len(found.problems)
    where = f"“{sheet.name}”" if sheet.name else "表里"
    for key, numbers in header.alike().items():
        places = "、".join(letters(number) for number in numbers)
        found.problems.append(("two_headers", f"{where}有 {len(numbers)} 列都是“{titles[key]}”（{places} 列），请指明用哪一列"))
    has = set(header.keys.values())
    if roster.identities and not any(has.issuperset(keys) for keys in roster.identities):
        lacking = "；或者 ".join("、".join(titles[key] for key in keys if key not in has) for keys in roster.identities)
        found.problems.append(("no_identity", f"{where}缺少列：{lacking}。没有它认不出每一行是谁，请在下面指明，或在表里加上"))
    return None if len(found.problems) > problems else (header, chain([first], sheet.rows))


def _gathered(pieces: Iterator[list[Line]], at_once: int) -> Iterator[list[Line]]:
    held: list[Line] = []
    for piece in pieces:
        held += piece
        if len(held) >= at_once:
            yield held
            held = []
    if held:
        yield held


class _Judge:
    """Judges lines in turn; knows the lines before."""

    def __init__(self, roster: Roster, columns: list[Column], ask: Ask):
        self.roster, self.ask, self.columns = roster, ask, columns
        self.by_key = {column.key: column for column in columns}
        self.twice = Twice(roster.identities, {column.key: column.title for column in columns}, roster.repeats)
        self.known: dict[str, dict] = {"organization": {}, "person": {}}
        self.meant: dict[int, tuple[str, int]] = {}

    def judge(self, held: list[list[Line]]) -> None:
        """Lists of lines, each of one sheet."""
        for lines in held:
            for key in lines[0].values:
                if (sort := self.by_key[key].type) in self.known:
                    self._resolve_names(lines, key, sort)
        lines = held[0] if len(held) == 1 else list(chain.from_iterable(held))
        self.roster.resolve(lines, self.ask)
        self._ask_for_needed(lines)
        self.twice.look(lines)
        self._look_for_one_target(lines)
        for line in lines:
            for key in line.faults.keys() - line.raw.keys() if line.faults else ():
                line.raw[key] = shown(self.by_key[key], line.values.get(key)) if key in self.by_key else ""

    def _resolve_names(self, lines: list[Line], key: str, sort: str) -> None:
        known = self.known[sort]
        texts = {text for line in lines if (text := line.values[key]) is not None} - known.keys()
        if texts:
            ask = names.organizations if sort == "organization" else names.people
            known |= ask(texts, self.ask.scope, self.ask.today)
        for line in lines:
            text = line.values[key]
            if text is None:
                continue
            value = known.get(text) or Fault("not_found", f"没有找到“{text[:40]}”", "请核对名称")
            if type(value) is Fault:
                line.raw.setdefault(key, text[:100])
                line.faults[key], line.values[key] = value.after(line.faults.get(key)), None
            else:
                line.values[key] = value

    def _look_for_one_target(self, lines: list[Line]) -> None:
        """Two lines never mean one row, however they were found to."""
        for line in lines:
            if line.target is None:
                continue
            sheet, row = self.meant.setdefault(line.target, (line.sheet, line.row))
            if (sheet, row) != (line.sheet, line.row) and not line.is_wrong:
                place = f"第 {row} 行" if sheet == line.sheet else f"“{sheet}”第 {row} 行"
                key = next((key for keys in self.roster.identities for key in keys if key in line.values), "")
                line.faults[key] = Fault("twice_in_file", f"和{place}说的是系统里的同一行", "删掉其中一行；确实是新的一行，请改正用来认人认行的那几格")

    def _ask_for_needed(self, lines: list[Line]) -> None:
        """A new row must have what is needed; a line that was moved sideways is told only that."""
        needed = [column for column in self.columns if column.needed]
        for line in lines:
            if line.target is None:
                for column in needed:
                    if line.values.get(column.key) is None and column.key not in line.faults and not _is_shifted(line):
                        line.faults[column.key] = Fault("empty", f"“{column.title}”没有填", f"新增的{self.roster.unit}必须有{column.title}")


def _is_shifted(line: Line) -> bool:
    return any(fault.code == "shifted" for fault in line.faults.values()) if line.faults else False
