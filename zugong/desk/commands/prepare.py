"""What several commands need first: tables, keys, a day."""

import datetime as dt
import secrets

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def make_tables() -> None:
    """Bring the database's tables up to date, and the cache's table."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):  # asking is much faster than migrating nothing
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def make_keys() -> bool:
    """Make the secret key outside the database when there is none; answers whether it was made now."""
    kept = settings.VAR / "keys" / "secret.key"
    if kept.exists():
        return False
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept.touch(mode=0o600)
    kept.write_text(secrets.token_urlsafe(64) + "\n")
    settings.SECRET_KEY = kept.read_text().strip()
    return True


def today() -> dt.date:
    """The door's day."""
    from zugong.door.clock import today as door_today

    return door_today()
