"""The same text asked of different engines: the database itself, DuckDB over a snapshot, Spark over Parquet."""

import importlib
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import Any

from django.db import connections

from .snapshot import EngineMissing, take, to_parquet
from .text import Sql, plain

NAMES = ("sqlite", "postgres", "duckdb", "spark")


class Engine(ABC):
    """Runs statements; `rows(sql)` answers dictionaries as text.fetch() does, `keep(name, parts)` makes a temporary table of all their rows that further statements may name.

    Long unions are planned slowly, so `keep` asks part by part. `piecewise`: so are shorter ones.
    """

    name = ""
    piecewise = False

    @abstractmethod
    def rows(self, sql: Sql) -> list[dict[str, Any]]: ...

    @abstractmethod
    def keep(self, name: str, parts: list[Sql]) -> None: ...


class InPlace(Engine):
    """The database of the house, in the current transaction."""

    def __init__(self, using: str = "default"):
        self.using = using
        self.name = {"postgresql": "postgres"}.get(connections[using].vendor, connections[using].vendor)

    def rows(self, sql: Sql) -> list[dict[str, Any]]:
        with connections[self.using].cursor() as cursor:
            cursor.execute(sql.text, list(sql.params))
            return _named([column[0] for column in cursor.description], cursor.fetchall())

    def keep(self, name: str, parts: list[Sql]) -> None:
        """On PostgreSQL with the planner told that what it takes for a few rows are many; lasts to the end of the transaction."""
        with connections[self.using].cursor() as cursor:
            if self.name == "postgres":
                cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL jit = off; SET LOCAL work_mem = '128MB'")
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
            for made in _filling(f"CREATE TEMPORARY TABLE {name} AS ", name, parts):
                cursor.execute(made.text, list(made.params))
            if self.name == "postgres":
                cursor.execute(f"ANALYZE {name}")


class Duck(Engine):
    """DuckDB over a snapshot."""

    name = "duckdb"

    def __init__(self, connection):
        self.connection = connection

    def rows(self, sql: Sql) -> list[dict[str, Any]]:
        found = self.connection.execute(marked(sql), list(sql.params))
        return _named([column[0] for column in found.description], found.fetchall())

    def keep(self, name: str, parts: list[Sql]) -> None:
        for made in _filling(f"CREATE OR REPLACE TEMPORARY TABLE {name} AS ", name, parts):
            self.connection.execute(marked(made), list(made.params))


class Spark(Engine):
    """Spark over Parquet; the tables are views."""

    name = "spark"
    piecewise = True

    def __init__(self, session):
        self.session = session

    def rows(self, sql: Sql) -> list[dict[str, Any]]:
        found = self.session.sql(marked(sql), args=list(sql.params))
        return _named(found.columns, [tuple(row) for row in found.collect()])

    def keep(self, name: str, parts: list[Sql]) -> None:
        made = [self.session.sql(marked(part), args=list(part.params)) for part in parts]
        reduce(lambda first, second: first.unionAll(second), made).cache().createOrReplaceTempView(name)


def _filling(create: str, name: str, parts: list[Sql]) -> list[Sql]:
    """A table made from the first part; the others are added."""
    return [Sql(create) + parts[0], *(Sql(f"INSERT INTO {name} ") + part for part in parts[1:])]


def marked(sql: Sql) -> str:
    """The text with question marks for its parameters."""
    return sql.text.replace("%s", "?")


def _named(names: list[str], rows: list[tuple]) -> list[dict[str, Any]]:
    return [{name: plain(name, value) for name, value in zip(names, row, strict=True)} for row in rows]


@contextmanager
def one_moment(using: str = "default") -> Iterator[None]:
    """Everything read inside stands as at one moment, and no writer waits for it; temporary tables made inside are gone afterwards. Inside a transaction it is that one's moment."""
    here = connections[using]
    if here.in_atomic_block:
        yield
        return
    with here.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ" if here.vendor == "postgresql" else "BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


@contextmanager
def engine(name: str = "", using: str = "default") -> Iterator[Engine]:
    """An engine by its name; "" is the database itself. EngineMissing when a package is not there, or the database is another one."""
    here = InPlace(using)
    if name in ("", here.name):
        yield here
    elif name in ("sqlite", "postgres"):
        raise EngineMissing(f"这个库是 {here.name}，不是 {name}。请用 DATABASE_URL 指到那个库")
    elif name == "duckdb":
        connection = take(using)
        try:
            yield Duck(connection)
        finally:
            connection.close()
    elif name == "spark":
        with tempfile.TemporaryDirectory() as folder, _spark(Path(folder), using) as session:
            yield Spark(session)
    else:
        raise EngineMissing(f"没有名为 {name} 的引擎，有：{'、'.join(NAMES)}")


@contextmanager
def _spark(folder: Path, using: str):
    try:
        sql = importlib.import_module("pyspark.sql")
    except ImportError:
        raise EngineMissing("没有装 Spark。请设 ZUGONG_EXTRAS=spark 再运行一次同样的命令；另外要有 Java 17 以上") from None
    connection = take(using)
    to_parquet(connection, folder / "tables")
    connection.close()
    builder = sql.SparkSession.builder.master("local[2]").appName("zugong").config("spark.sql.shuffle.partitions", "4").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.session.timeZone", "Asia/Shanghai").config("spark.driver.memory", "6g").config("spark.sql.warehouse.dir", str(folder / "warehouse"))
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        for place in sorted((folder / "tables").iterdir()):
            session.read.parquet(str(place)).createOrReplaceTempView(place.name)
        yield session
    finally:
        session.stop()
