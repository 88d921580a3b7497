"""Lines of one file that are the same row twice."""

from collections.abc import Iterable

from .faults import Fault, warning
from .lines import Line


class Twice:
    """Told all lines of a file in turn, it adds a fault to the later of two that are the same by one of the identities and are not told apart by a stronger one. Where the weakest may repeat, only lines that are alike
    in every cell are told, as a warning."""

    def __init__(self, identities: tuple[tuple[str, ...], ...], titles: dict[str, str], repeats: bool = False):
        self.repeats, self.titles, self.whole = identities[-1] if repeats else (), titles, {}
        self.identities = identities[:-1] if repeats else identities
        self.seen: list[dict] = [{} for _ in self.identities]

    def look(self, lines: Iterable[Line]) -> None:
        """One pass; the faults are added in place."""
        for line in lines:
            values, stronger = line.values, ()
            for keys, seen in zip(self.identities, self.seen, strict=True):
                own = tuple([values.get(key) for key in keys])
                if None in own:
                    stronger = (*stronger, None)
                    continue
                earlier = seen.setdefault(own, (line.sheet, line.row, stronger))
                if earlier[:2] != (line.sheet, line.row) and not self._apart(stronger, earlier[2]):
                    self._say(line, keys, earlier)
                    break
                stronger = (*stronger, own)
            if self.repeats:
                self._look_whole(line)

    def _look_whole(self, line: Line) -> None:
        earlier = self.whole.setdefault(tuple(line.values.values()), (line.sheet, line.row))
        key = self.repeats[-1]
        if earlier != (line.sheet, line.row) and key not in line.faults:
            line.faults[key] = warning("alike_in_file", f"和{self._place(line, earlier)}每一格都相同", line.values.get(key), "重复的请删掉一行；确实是两件事，不用管")

    def _place(self, line: Line, earlier: tuple) -> str:
        return f"第 {earlier[1]} 行" if earlier[0] == line.sheet else f"“{earlier[0]}”第 {earlier[1]} 行"

    def _apart(self, mine: tuple, other: tuple) -> bool:
        return any(a is not None and b is not None and a != b for a, b in zip(mine, other, strict=True))

    def _say(self, line: Line, keys: tuple[str, ...], earlier: tuple) -> None:
        named, place = "、".join(self.titles[key] for key in keys), self._place(line, earlier)
        if keys[0] not in line.faults:
            line.faults[keys[0]] = Fault("twice_in_file", f"和{place}是同一{'行' if len(keys) > 2 else '个'}：{named}相同", "删掉其中一行；确实不是同一个，请核对这几格")
