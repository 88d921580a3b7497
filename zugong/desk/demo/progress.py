"""Lines that say how far a long work is."""

import time
from collections.abc import Callable

SECONDS = 5  # between two lines of one stage


class Progress:
    """Says n/m and the rate of rows, now and then; the last line of a stage always."""

    def __init__(self, say: Callable[[str], None]):
        self.say = say
        self.begin("", 0)

    def begin(self, title: str, total: int, unit: str = "", rows: int = 0) -> None:
        """A stage of so many units begins, with so many rows written before."""
        self.title, self.total, self.unit, self._rows, self._began = title, total, unit, rows, time.monotonic()
        self._said = self._began

    def reach(self, done: int, rows: int) -> None:
        """So many units are done, so many rows written in all."""
        now = time.monotonic()
        if done < self.total and now - self._said < SECONDS:
            return
        self._said, spent, written = now, max(now - self._began, 0.001), rows - self._rows
        self.say(f"{self.title} {done:,}/{self.total:,} {self.unit}，{written:,} 行，每秒 {written / spent:,.0f} 行，用时 {spent:.0f} 秒")

    def end(self) -> None:
        """A stage that has no parts is over."""
        self.say(f"{self.title}，用时 {time.monotonic() - self._began:.0f} 秒")
