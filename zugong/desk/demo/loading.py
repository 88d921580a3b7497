"""Writes a city's rows in bulk: SQLite by one prepared statement, PostgreSQL by COPY; both with ids of their own."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Model

from .storing import go_on_behind
from .tables import Table


class Loading:
    """A store (storing.Storing) for millions of rows. `written` counts them."""

    def __init__(self):
        self.written = 0
        self._tables: dict[type[Model], Table] = {}

    def rows(self, rows: list[Model]) -> None:
        if rows:
            table = self._table(type(rows[0]))
            self._write(table, map(table.of, rows))

    def values(self, model: type[Model], values: Iterable[dict]) -> None:
        table = self._table(model)
        self._write(table, map(table.of_values, values))

    def next_id(self, model: type[Model]) -> int:
        return next(self._table(model).ids)

    def finish(self) -> None:
        """Let the ORM go on behind what was written."""
        go_on_behind(list(self._tables))

    def _table(self, model: type[Model]) -> Table:
        if model not in self._tables:
            self._tables[model] = Table(model)
        return self._tables[model]

    def _write(self, table: Table, rows: Iterable[Sequence]) -> None:
        name, columns = _quoted(table.name), ", ".join(map(_quoted, table.columns))
        if connection.vendor == "sqlite":
            statement = f"INSERT INTO {name} ({columns}) VALUES ({', '.join('?' * len(table.columns))})"
            self.written += connection.connection.executemany(statement, rows).rowcount
            return
        with connection.cursor() as cursor, cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
                self.written += 1


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


@contextmanager
def unguarded() -> Iterator[None]:
    """SQLite keeps no journal and looks at no foreign key meanwhile: only for a database that is thrown away when this does not end well."""
    if connection.vendor != "sqlite":
        yield
        return
    before = {name: _pragma(name) for name in ("foreign_keys", "journal_mode", "synchronous", "cache_size")}
    try:
        for name, value in {"foreign_keys": 0, "journal_mode": "OFF", "synchronous": 0, "cache_size": -262_144}.items():
            _pragma(f"{name} = {value}")
        yield
    finally:
        for name, value in before.items():
            _pragma(f"{name} = {value}")


def _pragma(text: str):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {text}")
        return (cursor.fetchone() or [None])[0]


@contextmanager
def without_indexes(models: list[type[Model]]) -> Iterator[None]:
    """One transaction in which these tables have no secondary indexes (and on PostgreSQL no foreign or unique keys); at its end they are made again from what the schema itself said."""
    with transaction.atomic():
        found = [pair for model in models for pair in (_of_sqlite if connection.vendor == "sqlite" else _of_postgresql)(model._meta.db_table)]
        with connection.cursor() as cursor:
            for drop, _ in found:
                cursor.execute(drop)
            yield
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
            for _, again in reversed(found):
                cursor.execute(again)


def _of_sqlite(table: str) -> list[tuple[str, str]]:
    """(dropping, making again) of each index; those of keys written inside CREATE TABLE stay."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL ORDER BY name", [table])
        return [(f"DROP INDEX {_quoted(name)}", again) for name, again in cursor.fetchall()]


def _of_postgresql(table: str) -> list[tuple[str, str]]:
    """(dropping, making again) of each foreign key, unique key and other index, in the order of dropping."""
    change = f"ALTER TABLE {_quoted(table)}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('f', 'u') ORDER BY contype, conname", [table])
        found = [(f"{change} DROP CONSTRAINT {_quoted(name)}", f"{change} ADD CONSTRAINT {_quoted(name)} {text}") for name, text in cursor.fetchall()]
        cursor.execute(
            "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " WHERE i.indrelid = %s::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid) ORDER BY c.relname",
            [table],
        )
        return found + [(f"DROP INDEX {_quoted(name)}", again) for name, again in cursor.fetchall()]
