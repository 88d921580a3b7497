"""Which tables and columns a database has at a state of its migrations, and which of them a backup holds."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from .columns import sort_of

# Made anew by every installation, or worthless elsewhere: sign-ins, and the framework's own lists that nothing here uses.
NOT_KEPT = {"sessions", "contenttypes", "auth"}
# Signs of life and leases belong to running processes.
ONLY = {"door_installation": "key NOT LIKE 'lease:%' AND key <> 'worker_seen'"}


@dataclass(frozen=True)
class Table:
    """`columns`: (name, sort, decimal places), in the order of the backup. `counter`: whether ids are handed out."""

    name: str
    columns: tuple[tuple[str, str, int], ...]
    counter: str = ""

    @property
    def names(self) -> list[str]:
        return [name for name, _, _ in self.columns]

    @property
    def only(self) -> str:
        return f" WHERE {ONLY[self.name]}" if self.name in ONLY else ""


def apps_at(done: Iterable[tuple[str, str]]) -> Apps:
    """The models as they were after these migrations, whatever the program's own are now."""
    loader = MigrationLoader(connection)
    return loader.project_state([each for each in sorted(done) if each in loader.graph.nodes]).apps


def tables_of(apps: Apps) -> list[Table]:
    """What a backup holds, in the order of the names."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.app_label not in NOT_KEPT and meta.managed and not meta.proxy:
            columns = tuple((field.column, sort_of(field), getattr(field, "decimal_places", None) or 0) for field in meta.local_concrete_fields)
            counter = meta.pk.column if meta.pk.get_internal_type().endswith("AutoField") else ""
            found[meta.db_table] = Table(meta.db_table, columns, counter)
    return [found[name] for name in sorted(found)]


def drop_everything(apps: Apps) -> None:
    """Drop all tables of these models; the caller's transaction keeps it reversible."""
    names = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {"django_migrations"})
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for name in filter(there.__contains__, names):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)}{' CASCADE' if connection.vendor == 'postgresql' else ''}")


def migrate_to(done: set[tuple[str, str]]) -> None:
    """Bring an empty database to exactly these migrations."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    latest = [each for each in sorted(done) if not any(child.key in done and child.key[0] == each[0] for child in graph.node_map[each].children)]
    executor.migrate(latest)
