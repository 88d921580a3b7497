"""SQL text with its parameters, composed without string surgery."""

import datetime as dt
from collections.abc import Callable, Iterable
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


def fetch(sql: Sql, using: str = "default") -> list[dict[str, Any]]:
    """Rows as dictionaries; dates come back as dates on every engine."""
    with connections[using].cursor() as cursor:
        cursor.execute(sql.text, list(sql.params))
        names = [column[0] for column in cursor.description]
        return [{name: plain(name, value) for name, value in zip(names, row, strict=True)} for row in cursor.fetchall()]


def plain(name: str, value: Any) -> Any:
    """SQLite hands computed dates back as text."""
    return dt.date.fromisoformat(value) if name.endswith("_on") and isinstance(value, str) else value
