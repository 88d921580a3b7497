"""Many rows at once, as near to the database as it goes: for what a table brings by the hundred thousand."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.models import Max, Model


def reserve(model: type[Model], number: int) -> list[int]:
    """Ids that nobody else gets, for rows that are inserted in the same transaction. One statement."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [f'"{table}"', column, number])
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    last = max(found[0] if found else 0, model.objects.aggregate(last=Max("pk"))["last"] or 0)
    return list(range(last + 1, last + number + 1))


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Insert rows of plain values (texts, numbers, None; days as text) under the names of the columns. No default, no derived column and no check of the program is filled in or made; those of the database hold."""
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {connection.ops.quote_name(model._meta.db_table)} ({quoted}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({quoted}) VALUES ({', '.join(['%s'] * len(columns))})", rows)


@contextmanager
def at_ease() -> Iterator[None]:
    """For a long piece of work on many rows: SQLite keeps 64 MB of pages instead of 2, so that indexes are not written out again and again, and Python looks for circles of garbage less often."""
    thresholds, former = gc.get_threshold(), None
    gc.set_threshold(200_000, 20, 20)
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA cache_size")
                former = cursor.fetchone()[0]
                cursor.execute("PRAGMA cache_size = -65536")
            yield
            if former is not None:
                cursor.execute(f"PRAGMA cache_size = {former}")
    finally:
        gc.set_threshold(*thresholds)
