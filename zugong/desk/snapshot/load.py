"""Rows of a backup into empty tables: without indexes and foreign keys first, which are put back and checked as a whole."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from django.db import connection

from .archive import CHUNK, Unusable
from .columns import IN, plain
from .contents import Table
from .unload import counter

PG_INDEXES = """SELECT c.relname, t.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = current_schema() AND t.relname = ANY(%s)
AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x'))"""
PG_KEYS = """SELECT k.conname, t.relname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = current_schema() AND k.contype = 'f' AND t.relname = ANY(%s)"""


def empty(tables: list[Table]) -> None:
    """Take every row out of these tables, and what lies in the cache."""
    quoted = [connection.ops.quote_name(table.name) for table in tables]
    with connection.cursor() as cursor:
        there = connection.introspection.table_names(cursor)
        for statement in [f"TRUNCATE {', '.join(quoted)}"] if connection.vendor == "postgresql" else [f"DELETE FROM {name}" for name in quoted]:
            cursor.execute(statement)
        for name in ("django_session", "door_cache"):
            if name in there:
                cursor.execute(f"DELETE FROM {name}")


@contextmanager
def bare(tables: list[Table]) -> Iterator[None]:
    """Inside, the tables have no secondary indexes and no foreign keys; afterwards they have the same as before, checked over all rows."""
    names, quote = [table.name for table in tables], connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
            cursor.execute(PG_KEYS, [names])
            keys = [(quote(key), quote(table), text) for key, table, text in cursor.fetchall()]
            cursor.execute(PG_INDEXES, [names])
            indexes = [(quote(index), text) for index, _, text in cursor.fetchall()]
        else:
            keys = []
            cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
            indexes = [(quote(index), text) for index, table, text in cursor.fetchall() if table in names]
        for key, table, _ in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {key}")
        for index, _ in indexes:
            cursor.execute(f"DROP INDEX {index}")
    yield
    with connection.cursor() as cursor:
        for _, text in indexes:
            cursor.execute(text)
        for key, table, text in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {key} {text}")
    if connection.vendor == "sqlite":
        connection.check_constraints()


def fill(table: Table, source: BinaryIO, progress: Callable[[int], None]) -> None:
    """All rows of one table from COPY text."""
    names = ", ".join(map(connection.ops.quote_name, table.names))
    if connection.vendor == "postgresql":
        done = 0
        with connection.cursor() as cursor, cursor.copy(f"COPY {connection.ops.quote_name(table.name)} ({names}) FROM STDIN (ENCODING 'UTF8')") as copy:
            while chunk := source.read(CHUNK):
                copy.write(chunk)
                done += chunk.count(b"\n")
                progress(done)
        return
    places = ", ".join("?" * len(table.columns))
    # Straight to the driver: Django's cursor would keep every row that it has passed on.
    with connection.wrap_database_errors:
        connection.connection.executemany(f"INSERT INTO {connection.ops.quote_name(table.name)} ({names}) VALUES ({places})", _rows(table, source, progress))


def _rows(table: Table, source: BinaryIO, progress: Callable[[int], None]) -> Iterator[list]:
    changed = [(number, IN[sort]) for number, (_, sort, _) in enumerate(table.columns) if sort in IN]
    marked = [number for number, (_, sort, _) in enumerate(table.columns) if sort in ("text", "json", "bytes")]
    for done, line in enumerate(io.TextIOWrapper(source, encoding="utf8", newline="\n"), 1):
        values: list = line[:-1].split("\t")
        if len(values) != len(table.columns):
            raise Unusable(f"备份里的表 {table.name} 第 {done} 行不完整，没有恢复任何内容")
        if "\\" in line:
            values = [None if value == "\\N" else value for value in values]
            for number in marked:
                if values[number] is not None and "\\" in values[number]:
                    values[number] = plain(values[number])
        for number, turn in changed:
            if values[number] is not None:
                values[number] = turn(values[number])
        if done % 5000 == 0:
            progress(done)
        yield values


def set_counter(table: Table, highest: int) -> None:
    """The next id comes after every id that was ever handed out, in the backup or here. It never goes down: PostgreSQL does not take that back with the transaction."""
    if not table.counter:
        return
    name, pk = connection.ops.quote_name(table.name), connection.ops.quote_name(table.counter)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max({pk}), 0) FROM {name}")
        highest = max(highest, cursor.fetchone()[0], counter(table))
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)", [name, table.counter, max(highest, 1), highest > 0])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, highest])


def learn() -> None:
    """Statistics for the planner."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
