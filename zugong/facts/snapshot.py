"""The tables that questions are asked of, copied into DuckDB in one transaction of the database: what is written meanwhile is not in it, or is in it whole."""

import contextlib
import importlib
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from django.db import connections

# table -> the columns that the compiled text names; nothing else leaves the database: no names of people, nothing told.
TABLES = {
    "registry_organization": ("id", "name", "code", "path", "kind", "domain", "since", "until", "parent_id", "anchor"),
    "registry_placement": ("organization_id", "path", "since", "until"),
    "registry_membership": ("id", "organization_id", "person_id", "group_id", "standing", "may_vote", "since", "until", "anchor"),
    "registry_committee": ("id", "organization_id", "since", "until", "ends_on", "anchor"),
    "registry_post": ("id", "organization_id", "person_id", "committee_id", "role", "since", "until", "ends_on", "anchor"),
    "records_record": (
        "id", "organization_id", "kind", "happened_on", "minutes", "expected", "present", "entitled", "entitled_present", "guests", "withdrawn_at",
        *(f"code_{n}" for n in (1, 2, 3, 4)), *(f"number_{n}" for n in (1, 2, 3, 4)), "day_1", "day_2",
    ),
    "ledgers_row": (
        "id", "organization_id", "ledger", "since", "until", "removed_at", *(f"code_{n}" for n in range(1, 7)), *(f"number_{n}" for n in range(1, 7)), *(f"day_{n}" for n in range(1, 5)),
        "person_1_id", "person_2_id", "place_1_id", "place_2_id", "row_1_id", "row_2_id",
    ),
    "records_attendance": ("record_id", "person_id", "present", "made_up_on"),
    "duties_window": ("book", "clock", "anchor", "period", "starts_on", "ends_on", "on_time_until", "closes_on"),
    "duties_exemption": ("duty", "organization_id", "person_id", "sort", "since", "until", "state"),
}  # fmt: skip
DATES = (
    "since",
    "until",
    "ends_on",
    "happened_on",
    "day_1",
    "day_2",
    "day_3",
    "day_4",
    "made_up_on",
    "starts_on",
    "on_time_until",
    "closes_on",
)
FLAGS = ("present", "may_vote")


class EngineMissing(RuntimeError):
    """The optional package is not installed; the message says in Chinese how to get it."""


def duckdb_module():
    """DuckDB, or EngineMissing."""
    try:
        return importlib.import_module("duckdb")
    except ImportError:
        raise EngineMissing("没有装 DuckDB。请设 ZUGONG_EXTRAS=analytics 再运行一次同样的命令，依赖会自动装好") from None


def take(using: str = "default", file: str = ":memory:") -> Any:
    """A DuckDB connection that holds the tables as they stood at one moment."""
    if connections[using].vendor == "postgresql":
        return copy("postgres", _server(using), file)
    connections[using].ensure_connection()
    return of_sqlite(connections[using].connection, file)


def of_sqlite(source: sqlite3.Connection, file: str = ":memory:") -> Any:
    """DuckDB reads a SQLite file with several connections, each at its own moment: so it is given a copy, taken in one step, which holds up no writer."""
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder) / "copy.sqlite3")
        with contextlib.closing(sqlite3.connect(place)) as target:
            target.execute("PRAGMA journal_mode = OFF")
            target.execute("PRAGMA synchronous = OFF")
            source.backup(target)
        return copy("sqlite", place, file)


def copy(sort: str, source: str, file: str = ":memory:") -> Any:
    """The tables of a SQLite file that nobody writes ("sqlite"), or of a PostgreSQL server in one transaction of its own ("postgres")."""
    duck = duckdb_module().connect(file, config={"threads": 2})
    duck.execute("SET disabled_optimizers = 'compressed_materialization'")  # DuckDB 1.5.5 loses a column there as soon as anybody has made something up
    _load(duck, f"{sort}_scanner")
    duck.execute(f"ATTACH '{source.replace(chr(39), chr(39) * 2)}' AS source (TYPE {sort}, READ_ONLY)")
    duck.execute("BEGIN TRANSACTION")
    for table, columns in TABLES.items():
        duck.execute(f"CREATE TABLE {table} AS SELECT {', '.join(_column(table, column) for column in columns)} FROM source.{table}")
    duck.execute("COMMIT")
    duck.execute("DETACH source")
    return duck


def _column(table: str, column: str) -> str:
    """The column with the type that the text compares it by, whatever the source calls it."""
    if column in DATES:
        return f"CAST({column} AS DATE) AS {column}"
    if column in FLAGS and table != "records_record":
        return f"CAST({column} AS BOOLEAN) AS {column}"
    return f'"{column}"'


def _load(duck, name: str) -> None:
    """The extension that came as a wheel; nothing is fetched while it runs."""
    try:
        package = importlib.import_module(f"duckdb_extension_{name}")
    except ImportError:
        raise EngineMissing(f"没有装 DuckDB 的 {name}。请设 ZUGONG_EXTRAS=analytics 再运行一次同样的命令") from None
    found = next(Path(package.__file__).parent.rglob(f"{name}.duckdb_extension"))
    duck.execute(f"LOAD '{found}'")


def _server(using: str) -> str:
    settings = connections[using].settings_dict
    parts = {"dbname": settings["NAME"], "user": settings["USER"], "password": settings["PASSWORD"], "host": settings["HOST"], "port": settings["PORT"]}
    return " ".join(f"{key}={value}" for key, value in parts.items() if value)


def to_parquet(duck, folder: Path) -> None:
    """Write the tables as Parquet, the large ones partitioned by region: the district in which an organization stands today."""
    region = "SUBSTR(o.path, 1, 10)"
    large = {
        "records_record": f"SELECT t.*, {region} AS region FROM records_record t JOIN registry_organization o ON o.id = t.organization_id",
        "records_attendance": f"SELECT t.*, {region} AS region FROM records_attendance t JOIN records_record r ON r.id = t.record_id JOIN registry_organization o ON o.id = r.organization_id",
        "registry_membership": f"SELECT t.*, {region} AS region FROM registry_membership t JOIN registry_organization o ON o.id = t.organization_id",
    }
    for table in TABLES:
        place = str(folder / table).replace("'", "''")
        if table in large:
            duck.execute(f"COPY ({large[table]}) TO '{place}' (FORMAT parquet, PARTITION_BY (region), OVERWRITE_OR_IGNORE)")
        else:
            (folder / table).mkdir(parents=True, exist_ok=True)
            duck.execute(f"COPY (SELECT * FROM {table}) TO '{place}/part.parquet' (FORMAT parquet)")
