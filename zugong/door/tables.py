"""How the database's tables stand to this program: by the migrations that each of them knows."""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@cache
def _disk() -> tuple[dict[tuple[str, str], frozenset], frozenset]:
    """{(app, name): what it replaces} of the program, and its apps."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {key: frozenset(migration.replaces) for key, migration in loader.disk_migrations.items()}, frozenset(loader.migrated_apps)


def applied() -> set[tuple[str, str]]:
    """What the database has been through."""
    return set(MigrationRecorder(connection).migration_qs.values_list("app", "name"))


def exist() -> bool:
    """Whether anything was ever made in this database."""
    return MigrationRecorder(connection).has_table() and bool(applied())


def compared(done: set[tuple[str, str]]) -> str:
    """"ok"; "behind": the program knows migrations that were not run; "ahead": the database was made by a newer program."""
    known, apps = _disk()
    replaced = frozenset().union(*known.values())
    if any(each not in known and each not in replaced for each in done if each[0] in apps):
        return "ahead"
    return "ok" if all(each in done or (former and former <= done) for each, former in known.items()) else "behind"


def state() -> str:
    """The same of this database; "none" when it is empty."""
    return compared(applied()) if exist() else "none"
