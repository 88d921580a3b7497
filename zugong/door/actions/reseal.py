from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Count, Value
from django.db.models.functions import Left, StrIndex

from zugong.door import sealed
from zugong.door.refusal import Refused
from zugong.door.sealed import SealedText

BATCH = 500


@dataclass
class Resealed:
    """`done`: under the newest key now; `locked`: their key is not here or they are damaged; `doubled`: the same text stands in another row already."""

    done: int = 0
    locked: int = 0
    doubled: int = 0


def columns() -> list[tuple[type[models.Model], SealedText]]:
    """Every sealed column of the house."""
    return [(model, field) for model in apps.get_models() for field in model._meta.local_concrete_fields if isinstance(field, SealedText)]


def held() -> dict[str, int]:
    """Name of a key -> how many texts lie under it, in one statement for each column."""
    found: dict[str, int] = {}
    for model, field in columns():
        name = Left(field.name, StrIndex(field.name, Value(".")) - 1)
        for key, number in model._default_manager.exclude(**{field.name: ""}).annotate(key_name=name).values_list("key_name").annotate(number=Count("pk")).order_by():
            found[key] = found.get(key, 0) + number
    return found


def reseal(progress: Callable[[int], None]) -> Resealed:
    """Seal again, in batches along the key of the row, whatever lies under another key than the newest. A batch is whole or absent; what is left when the process dies is done by the next call."""
    said, newest = Resealed(), sealed.newest()
    for model, field in columns():
        last, rows = 0, model._default_manager.exclude(**{field.name: ""}).exclude(**{f"{field.name}__startswith": f"{newest.name}."}).order_by("pk").values_list("pk", field.name)
        while batch := list(rows.filter(pk__gt=last)[:BATCH]):
            with transaction.atomic():
                _batch(model, field, batch, said)
            last = batch[-1][0]
            progress(said.done)
    return said


def _batch(model: type[models.Model], field: SealedText, batch: list[tuple[int, str]], said: Resealed) -> None:
    found = []
    for pk, text in batch:
        try:
            found.append((pk, text, sealed.opened(text, field.purpose)))
        except Refused:
            said.locked += 1
    plain = [text for _, _, text in found]
    indexes = sealed.index_all(plain, field.purpose)
    taken = set(model._default_manager.filter(**{f"{field.found_by}__in": indexes}).values_list(field.found_by, flat=True)) if model._meta.get_field(field.found_by).unique or _is_unique(model, field) else set()
    rows = [(new, index, pk, old) for (pk, old, _), new, index in zip(found, sealed.seal_all(plain, field.purpose), indexes, strict=True) if index not in taken]
    said.doubled += len(found) - len(rows)
    quote = connection.ops.quote_name
    statement = f"UPDATE {quote(model._meta.db_table)} SET {quote(field.column)} = %s, {quote(field.found_by)} = %s WHERE {quote(model._meta.pk.column)} = %s AND {quote(field.column)} = %s"
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)  # who changed a row meanwhile sealed it with the newest key
    said.done += len(rows)
