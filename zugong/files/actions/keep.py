import datetime as dt
import hashlib
from functools import partial

from django.db import transaction

from zugong.files import shelf
from zugong.files.models import StoredFile


def keep(key: str, about: str, place: int, name: str, kind: str, *, by: int | None, at: dt.datetime) -> StoredFile:
    """Keep what was written beside the key on the shelf, judged by the room that wrote it; it takes the place of what lay there. Call it inside a transaction, and clear the key when that fails."""
    path, digest, size = shelf.path_of(key).with_name(f"{key}.part"), hashlib.sha256(), 0
    with open(path, "rb") as file:
        while data := file.read(1 << 20):
            digest.update(data)
            size += len(data)
    shelf.give_name(key, at)
    former = StoredFile.objects.filter(about=about, place=place)
    transaction.on_commit(partial(shelf.clear, list(former.values_list("key", flat=True))), robust=True)
    former.delete()
    return StoredFile.objects.create(about=about, place=place, name=name, kind=kind, size=size, sha256=digest.hexdigest(), key=key, added_at=at, added_by=by)
