"""SQL text with its parameters, composed without string surgery."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import connections

# A scope as SQL: takes a path column, answers text and parameters (door.scope.Scope.sql).
ScopeText = Callable[[str], tuple[str, list]]


@dataclass(frozen=True)
class Sql:
    """`text` with %s for each of `params`."""

    text: str
    params: tuple = ()

    def __add__(self, other: "Sql | str") -> "Sql":
        other = other if isinstance(other, Sql) else Sql(other)
        return Sql(self.text + other.text, self.params + other.params)


def joined(parts: Iterable[Sql | str], between: str) -> Sql:
    """Parts with `between` in between; nothing for no parts."""
    whole = [part if isinstance(part, Sql) else Sql(part) for part in parts]
    return Sql(between.join(part.text for part in whole), tuple(value for part in whole for value in part.params))


def fetch(sql: Sql, using: str = "default", *, in_order: bool = False) -> list[dict[str, Any]]:
    """Rows as dictionaries; dates come back as dates on every engine. `in_order`: the text names its tables in the order in which they are best read."""
    with connections[using].cursor() as cursor, _order_kept(connections[using]) if in_order else nullcontext():
        cursor.execute(sql.text, list(sql.params))
        names = [column[0] for column in cursor.description]
        return [{name: plain(name, value) for name, value in zip(names, row, strict=True)} for row in cursor.fetchall()]


@contextmanager
def _order_kept(here) -> Iterator[None]:
    """PostgreSQL takes the order of the text, as SQLite does: to look for a better one costs a branch's year 55 ms of 100, and finds none."""
    if here.vendor != "postgresql":
        yield
        return
    raw = here.connection
    raw.execute("SET join_collapse_limit = 1; SET jit = off")
    try:
        yield
    finally:
        if raw.info.transaction_status != raw.info.transaction_status.INERROR:  # else the setting goes with the transaction
            raw.execute("RESET join_collapse_limit; RESET jit")


def plain(name: str, value: Any) -> Any:
    """SQLite hands computed dates back as text."""
    return dt.date.fromisoformat(value) if name.endswith("_on") and isinstance(value, str) else value
