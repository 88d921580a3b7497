import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from zugong.door.refusal import Refused
from zugong.files import shelf
from zugong.files.actions.keep import keep
from zugong.sheets.checking import Found, check
from zugong.sheets.inserting import at_ease
from zugong.sheets.models import Batch
from zugong.sheets.queries import STAGED, journal_end
from zugong.sheets.rosters import Ask, Roster
from zugong.sheets.staging import Staged

from .check_batch import told
from .confirm import confirm
from .receive import receive


@dataclass
class Brought:
    """What became of a file: what the `check` found, its lines, and the `batch` when it was written."""

    found: Found
    staged: Staged
    batch: Batch | None = None


@contextmanager
def bring_in(roster: Roster, path: Path, ask: Ask, *, dry: bool = False, progress: Callable[[int, int], None] = lambda done, total: None) -> Iterator[Brought]:
    """Check a file and, when nothing in it is wrong and something is new, write it in one transaction; else, and when `dry`, nothing is kept. The lines can be read as long as the block runs."""
    key, stamp = secrets.token_hex(16), journal_end()
    stage = shelf.beside(key)
    try:
        with at_ease():
            found = check(path, roster, ask, stage, progress=progress)
        brought = Brought(found, Staged(stage, found.index, roster.columns()))
        if not (dry or found.problems or found.counts["error"]) and (found.counts["new"] or found.counts["changed"]):
            copy = stage.with_name(f"{key}.copy")
            copy.hardlink_to(stage)
            brought.staged.path = copy
            brought.batch = _write(roster, path, found, stamp, key, ask)
        yield brought
    finally:
        stage.unlink(missing_ok=True)
        stage.with_name(f"{key}.copy").unlink(missing_ok=True)


def _write(roster: Roster, path: Path, found: Found, stamp: str, key: str, ask: Ask) -> Batch:
    with at_ease(), transaction.atomic(), open(path, "rb") as file:
        if journal_end() != stamp:
            raise Refused("核对的时候有别人做了改动，什么也没有写入。请再运行一次")
        batch = receive(roster, path.name, iter(lambda: file.read(1 << 20), b""), ask)
        fields = {"state": "checked", "found": told(found, ask), "pieces": found.index, "digest": found.digest, "stamp": journal_end(), "total": found.rows, "done": found.rows}
        Batch.objects.filter(pk=batch.pk).update(**fields)
        keep(key, batch.address, STAGED, "lines", "lines", by=ask.by, at=ask.at)
        return confirm(batch, roster, ask)
