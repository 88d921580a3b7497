"""The same beginning again and again, quickly: a copied file on SQLite, on PostgreSQL the rows put back from a schema that keeps them."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.sessions.models import Session as SignedIn
from django.db import connection, connections, transaction

from zugong.door.models import Installation
from zugong.duties.models import Window
from zugong.journal.models import Line
from zugong.library.models import AdoptedFile
from zugong.records.models import Attendance, FormerVersion, Record, Session

# What the acts write, in an order that foreign keys allow.
TABLES = (Session, Record, Attendance, FormerVersion, Line, AdoptedFile, Window)
_PUT_BACK = [model._meta.db_table for model in (*TABLES, Installation, SignedIn)]


@contextmanager
def fresh_copy(number: int) -> Iterator[None]:
    """Until the end the default connection means a database as it was laid."""
    connections.close_all()
    if connection.vendor == "postgresql":
        put_back()
        yield
        return
    base = connection.settings_dict["NAME"]
    copy = f"{base}_{os.getpid()}_{number}"
    shutil.copy(base, copy)
    connection.settings_dict["NAME"] = copy
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = base
        for end in ("", "-wal", "-shm"):
            Path(copy + end).unlink(missing_ok=True)


def keep() -> None:
    """Remember the rows, where they are not a file of their own."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA kept")
            for table in [*_PUT_BACK, "registry_person"]:
                cursor.execute(f"CREATE TABLE kept.{table} AS TABLE {table}")


def put_back() -> None:
    """The kept rows and no others; the next ids follow them. Waits for whoever died with a lock."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in reversed(_PUT_BACK):
            cursor.execute(f"DELETE FROM {table}")
        for table in _PUT_BACK:
            cursor.execute(f"INSERT INTO {table} SELECT * FROM kept.{table}")
        cursor.execute("UPDATE registry_person p SET id_number = k.id_number, id_number_index = k.id_number_index FROM kept.registry_person k WHERE k.id = p.id")
        for model in TABLES:
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), GREATEST(1, (SELECT MAX(id) FROM {table})))")
    connections.close_all()


def server(text: str) -> None:
    """One word to the PostgreSQL server, outside of any transaction."""
    import psycopg

    here = connection.settings_dict
    with psycopg.connect(host=here["HOST"], port=here["PORT"] or None, user=here["USER"] or None, password=here["PASSWORD"] or None, dbname="postgres", autocommit=True) as asked:
        asked.execute(text)
