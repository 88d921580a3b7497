"""A lease is one row that says that some process has a work in hand, and until when. It is taken by one conditional statement, so two never have it; a dead holder's runs out."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection
from django.db.models import Q

from . import clock
from .models import Installation

SECONDS = 300
MOST = 3600  # nobody may ask for longer: a lease that ends later than that was taken before the clock was set back


def take(key: str, seconds: float = SECONDS) -> str | None:
    """A token when nobody holds the lease or its time is over; None while another has it."""
    if is_held(key):  # nobody waits to write just to be told so
        return None
    now, token = clock.unpinned().timestamp(), secrets.token_hex(8)
    free = Q(value="") | Q(value__lt=_text(now)) | Q(value__gt=_text(now + MOST + 60))
    Installation.objects.bulk_create([Installation(key=_row(key), value="")], ignore_conflicts=True)
    taken = Installation.objects.filter(free, key=_row(key)).update(value=f"{_text(now + min(seconds, MOST))} {token}")
    return token if taken else None


def renew(key: str, token: str, seconds: float = SECONDS) -> bool:
    """Hold on to it; False when it ran out and another took it."""
    until = clock.unpinned().timestamp() + min(seconds, MOST)
    return bool(Installation.objects.filter(key=_row(key), value__endswith=token).update(value=f"{_text(until)} {token}"))


def give_back(key: str, token: str) -> None:
    """Free it for the next."""
    Installation.objects.filter(key=_row(key), value__endswith=token).update(value="")


def is_held(key: str) -> bool:
    """Whether somebody has it now."""
    now = clock.unpinned().timestamp()
    return Installation.objects.filter(key=_row(key), value__gte=_text(now), value__lte=_text(now + MOST + 60)).exists()


@contextmanager
def held(key: str, seconds: float = SECONDS) -> Iterator[bool]:
    """Hold it for as long as the block runs; False in hand means that another has it."""
    token = take(key, seconds)
    if token is None:
        yield False
        return
    ended = threading.Event()
    keeper = threading.Thread(target=_keep, args=(key, token, seconds, ended), daemon=True)
    keeper.start()
    try:
        yield True
    except BaseException:
        if not connection.in_atomic_block:  # interrupted between BEGIN and what follows it, the connection would keep that transaction
            connection.close()
        raise
    finally:
        ended.set()
        keeper.join()
        with suppress(DatabaseError):  # then it runs out by itself
            give_back(key, token)


def _keep(key: str, token: str, seconds: float, ended: threading.Event) -> None:
    while not ended.wait(seconds / 3):
        with suppress(DatabaseError):
            renew(key, token, seconds)
        connection.close()


def _row(key: str) -> str:
    return f"lease:{key}"


def _text(moment: float) -> str:
    """Seconds as digits of fixed width: text that sorts like the number on every engine and collation."""
    return f"{int(moment):012d}"
