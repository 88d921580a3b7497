import secrets
from collections.abc import Iterable

from django.db import transaction

from zugong.files import shelf
from zugong.files.actions.keep import keep
from zugong.files.names import clean_name
from zugong.journal.actions.write import write
from zugong.sheets.kinds import MOST_BYTES, Unreadable, kind_of
from zugong.sheets.models import Batch
from zugong.sheets.queries import SOURCE
from zugong.sheets.rosters import Ask, Roster


def receive(roster: Roster, name: str, pieces: Iterable[bytes], ask: Ask) -> Batch:
    """Take a file in, to be checked. Unreadable when its bytes show that it is no table; then nothing is kept."""
    key, size = secrets.token_hex(16), 0
    path = shelf.beside(key)
    try:
        with open(path, "wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > MOST_BYTES:
                    break
                file.write(piece)
        if size > MOST_BYTES:
            raise Unreadable(f"超过 {MOST_BYTES // 1024 // 1024} MB，请拆成几个文件再传")
        kind = kind_of(path)
        with transaction.atomic():
            batch = Batch.objects.create(roster=roster.key, name=clean_name(name), by=ask.by, received_at=ask.at, size=size)
            stored = keep(key, batch.address, SOURCE, batch.name, kind, by=ask.by, at=ask.at)
            Batch.objects.filter(pk=batch.pk).update(sha256=stored.sha256)
            batch.sha256 = stored.sha256
            write(batch.address, "receive_sheet", by=ask.by, at=ask.at, fields=[roster.key])
            return batch
    except BaseException:
        path.unlink(missing_ok=True)
        shelf.clear([key])
        raise
