import datetime as dt
from collections.abc import Iterable

from django.core.files import File

from zugong.door import attaching
from zugong.files.models import StoredFile
from zugong.ledgers.models import Row

from .change import hold


def attach(row: Row, given: Iterable[File], *, by: int | None, at: dt.datetime) -> list[StoredFile]:
    """Add files to a row, all or none; answers the new ones. Refused: removed, sealed or gone meanwhile, or a file that is not taken."""
    hold([row.pk])
    return attaching.attach(row.address, given, by=by, at=at)
