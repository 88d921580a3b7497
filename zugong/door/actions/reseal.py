from collections.abc import Callable
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Count, Value
from django.db.models.functions import Left, StrIndex

from zugong.door import sealed
from zugong.door.refusal import Refused
from zugong.door.sealed import SealedText
from zugong.door.sealing_keys import sealing_keys

BATCH = 500


@dataclass
class Resealed:
    """`done`: under the newest key now. Ids of rows left as they were: `damaged` cannot be opened although their key is here, the text of `doubled` stands in another row already."""

    done: int = 0
    damaged: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)


def columns() -> list[tuple[type[models.Model], SealedText]]:
    """Every sealed column of the house."""
    return [(model, column) for model in apps.get_models() for column in model._meta.local_concrete_fields if isinstance(column, SealedText)]


def held() -> dict[str, int]:
    """Name of a key -> how many texts lie under it, in one statement for each column."""
    found: dict[str, int] = {}
    for model, column in columns():
        name = Left(column.name, StrIndex(column.name, Value(".")) - 1)
        for key, number in model._default_manager.exclude(**{column.name: ""}).annotate(key_name=name).values_list("key_name").annotate(number=Count("pk")).order_by():
            found[key] = found.get(key, 0) + number
    return found


def reseal(progress: Callable[[int], None]) -> Resealed:
    """Seal again, in batches along the key of the row, whatever lies under another key than the newest. A batch is whole or absent; what is left when the process dies is done by the next call."""
    said, newest = Resealed(), sealed.newest()
    for model, column in columns():
        last, rows = 0, model._default_manager.exclude(**{column.name: ""}).exclude(**{f"{column.name}__startswith": f"{newest.name}."}).order_by("pk").values_list("pk", column.name)
        while batch := list(rows.filter(pk__gt=last)[:BATCH]):
            with transaction.atomic():
                _batch(model, column, batch, said)
            last = batch[-1][0]
            progress(said.done)
    return said


def _batch(model: type[models.Model], column: SealedText, batch: list[tuple[int, str]], said: Resealed) -> None:
    found, present = [], {key.name for key in sealing_keys()}
    for pk, text in batch:
        try:
            found.append((pk, text, sealed.opened(text, column.purpose)))
        except Refused:
            said.damaged += [pk] if sealed.sealed_with(text) in present else []
    plain = [text for _, _, text in found]
    indexes = sealed.index_all(plain, column.purpose)
    once = any(getattr(each, "fields", ()) == (column.found_by,) for each in model._meta.constraints)
    taken = set(model._default_manager.filter(**{f"{column.found_by}__in": indexes}).values_list(column.found_by, flat=True)) if once else set()
    rows = []
    for (pk, old, _), new, index in zip(found, sealed.seal_all(plain, column.purpose), indexes, strict=True):
        if index in taken:
            said.doubled.append(pk)
            continue
        rows.append((new, index, pk, old))
        if once:
            taken.add(index)
    quote = connection.ops.quote_name
    statement = f"UPDATE {quote(model._meta.db_table)} SET {quote(column.column)} = %s, {quote(column.found_by)} = %s WHERE {quote(model._meta.pk.column)} = %s AND {quote(column.column)} = %s"
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)  # who changed a row meanwhile sealed it with the newest key
    said.done += len(rows)
