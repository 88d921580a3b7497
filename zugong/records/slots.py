"""Copies the fields that rules name into the typed columns of a record."""

import datetime as dt

from zugong.charter.book import Book
from zugong.charter.catalogue import SLOTS

from .models import Record


def slot_values(book: Book, kind: str, fields: dict) -> dict:
    """Typed columns for a record's fields; columns no rule names are empty."""
    found = dict.fromkeys(SLOTS)
    slots = book.slots.get(kind)
    if not slots:
        return found
    types = {field.key: field.type for field in book.fields(kind)}
    for key, slot in slots.items():
        value = fields.get(key)
        if value not in (None, ""):
            found[slot] = _typed(types[key], value)
    return found


def _typed(kind: str, value):
    if kind in ("count", "yes_no"):
        return int(value)
    if kind in ("date", "month"):
        return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
    return value


def backfill(old: Book, new: Book) -> int:
    """After an adoption: refill the columns of every kind whose fields rules name otherwise than before; answers rows changed."""
    changed = 0
    for kind in new.records:
        if old.slots.get(kind, {}) == new.slots.get(kind, {}):
            continue
        batch = []
        for record in Record.objects.filter(kind=kind).only("id", "fields", "kind").iterator(chunk_size=2000):
            for slot, value in slot_values(new, kind, record.fields).items():
                setattr(record, slot, value)
            batch.append(record)
            changed += 1
            if len(batch) == 2000:
                Record.objects.bulk_update(batch, list(SLOTS), batch_size=200)
                batch = []
        if batch:
            Record.objects.bulk_update(batch, list(SLOTS), batch_size=200)
    return changed
