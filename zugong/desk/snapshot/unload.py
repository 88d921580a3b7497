"""Rows out of the database, as they stood at one moment, while others go on writing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from .columns import sqlite_text
from .contents import Table

ROWS = 5000


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside stands as at one moment. It reads only: nobody waits for it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            for setting in ("TimeZone = 'UTC'", "DateStyle = 'ISO, YMD'", "client_encoding = 'UTF8'", "extra_float_digits = 1", "bytea_output = 'hex'"):
                cursor.execute(f"SET LOCAL {setting}")
        else:
            cursor.execute("BEGIN DEFERRED")
        cursor.execute("SELECT 1 FROM django_migrations")  # from here on it is that moment
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def row_count(table: Table) -> int:
    """How many rows the backup will hold of it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table.name)}{table.only}")
        return cursor.fetchone()[0]


def counter(table: Table) -> int:
    """The highest id that was ever handed out: a deleted row's address must not be given to another after a restore."""
    if not table.counter:
        return 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table.name), table.counter])
            cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {cursor.fetchone()[0]}")
        else:
            cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table.name])
        return cursor.fetchone()[0]


def chunks(table: Table, progress: Callable[[int], None]) -> Iterator[bytes]:
    """The table's rows as COPY text, in pieces of bounded size."""
    done = 0
    for chunk, number in (_postgresql if connection.vendor == "postgresql" else _sqlite)(table):
        done += number
        progress(done)
        yield chunk


def _postgresql(table: Table) -> Iterator[tuple[bytes, int]]:
    names = ", ".join(map(connection.ops.quote_name, table.names))
    with connection.cursor() as cursor, cursor.copy(f"COPY (SELECT {names} FROM {connection.ops.quote_name(table.name)}{table.only}) TO STDOUT") as copy:
        gathered, size = [], 0
        for piece in copy:
            gathered.append(bytes(piece))
            size += len(piece)
            if size >= 1 << 19:
                yield _joined(gathered)
                gathered, size = [], 0
        if gathered:
            yield _joined(gathered)


def _joined(gathered: list[bytes]) -> tuple[bytes, int]:
    chunk = b"".join(gathered)
    return chunk, chunk.count(b"\n")  # a line break inside a value is written as a mark


def _sqlite(table: Table) -> Iterator[tuple[bytes, int]]:
    row = " || char(9) || ".join(sqlite_text(*column) for column in table.columns)
    # Straight to the driver: Django reads % in a statement as a parameter.
    with connection.wrap_database_errors:
        cursor = connection.connection.execute(f"SELECT {row} || char(10) FROM {connection.ops.quote_name(table.name)}{table.only}")
        while rows := cursor.fetchmany(ROWS):
            yield "".join(text for (text,) in rows).encode(), len(rows)
