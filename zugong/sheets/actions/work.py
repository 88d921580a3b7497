import datetime as dt
import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.db.models import Q

from zugong.door.refusal import Refused
from zugong.sheets.inserting import at_ease
from zugong.sheets.models import Batch
from zugong.sheets.queries import asked_by
from zugong.sheets.rosters import rosters

from .check_batch import check_batch
from .confirm import confirm
from .undo import undo

log = logging.getLogger(__name__)
SMALL_FILE, SMALL_BATCH = 1024 * 1024, 5000  # bytes and rows that a page sees to itself
BACK = {"received": "failed", "to_confirm": "checked", "to_undo": "confirmed"}
LEFT_BY_PAGES = dt.timedelta(minutes=2)


def waiting(at: dt.datetime):
    """Batches whose turn it is: large ones, and small ones that no page finished."""
    by_itself = Q(state="received", size__lte=SMALL_FILE, received_at__gt=at - LEFT_BY_PAGES)
    return Batch.objects.filter(state__in=list(BACK)).exclude(by_itself).order_by("pk")


def work(*, now: Callable[[], dt.datetime], today: Callable[[], dt.date]) -> int:
    """See to all that wait, one after the other; answers how many. What was interrupted is begun anew: a check has written nothing, a confirmation and an undoing are whole or absent."""
    done = 0
    while batch := waiting(now()).first():
        done += 1
        with at_ease():
            _see_to(batch, now(), today())
    return done


def _see_to(batch: Batch, at: dt.datetime, today: dt.date) -> None:
    roster, state = rosters().get(batch.roster), batch.state
    try:
        if roster is None:
            raise Refused("这张表已经不用了")
        ask = asked_by(batch.by, roster, at, today)
        if not ask.scope:
            raise Refused("经办人已经没有办这张表的权利")
        if state == "received":
            check_batch(batch, roster, ask, with_progress=True)
        else:
            (confirm if state == "to_confirm" else undo)(batch, roster, ask)
    except Refused as refused:  # a new check may have set the state back already
        Batch.objects.filter(pk=batch.pk, state__in=(state, BACK[state])).update(state=BACK[state], message=str(refused)[:400])
    except (OperationalError, InterfaceError):  # the database is not there: the batch waits for it
        raise
    except Exception as error:  # one batch that nobody foresaw does not hold up the others
        log.error("batch %s could not be seen to", batch.pk, exc_info=error)
        Batch.objects.filter(pk=batch.pk, state=state).update(state=BACK[state], message="程序出错，没有做成，什么也没有写入。请告诉系统管理员")
