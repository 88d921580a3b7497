"""How the demo writes its rows: in bulk (loading.py), or through the ORM where a test compares the two."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from typing import Protocol

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model


class Storing(Protocol):
    """Where the demo's rows go."""

    def rows(self, rows: list[Model]) -> None:
        """Write instances of one model, which have their ids afterwards; those they point at are written already."""

    def next_id(self, model: type[Model]) -> int:
        """An id that no other row of the model gets."""

    def values(self, model: type[Model], values: Iterable[dict]) -> None:
        """Write rows of one model, given as values by attribute name: all with ids of next_id(), or none."""


class Saving:
    """A small number of rows of an empty database, through the ORM."""

    def __init__(self):
        self._ids: dict[type[Model], count] = defaultdict(lambda: count(1))

    def rows(self, rows: list[Model]) -> None:
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=500)

    def next_id(self, model: type[Model]) -> int:
        return next(self._ids[model])

    def values(self, model: type[Model], values: Iterable[dict]) -> None:
        model._default_manager.bulk_create([model(**each) for each in values], batch_size=2000)
        go_on_behind([model])


def go_on_behind(models: list[type[Model]]) -> None:
    """Let the ORM's own ids go on behind those that were given."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
