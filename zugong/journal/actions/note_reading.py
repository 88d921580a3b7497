import datetime as dt

from zugong.journal.models import Reading


def note_reading(address: str, *, by: int, at: dt.datetime) -> Reading:
    """Commit one line to the reading log before the page is made: no line, no page."""
    return Reading.objects.create(at=at, by=by, address=address)
