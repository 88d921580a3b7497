"""Builds the whole demo in one transaction."""

import datetime as dt
import random

from django.conf import settings
from django.db import connection, transaction

from zugong.charter.reader import read_folder
from zugong.desk.adoption import adopt
from zugong.door.models import Account, Installation
from zugong.library.queries import book
from zugong.registry.models import Organization

from .accounts import open_accounts
from .people import settle
from .places import places
from .promise import promise
from .year import live


class NotADemo(RuntimeError):
    """The database holds something that the demo did not make."""


def is_built() -> bool:
    """Whether this database is a demo's; NotADemo when it is somebody's own."""
    if Installation.objects.filter(key="demo").exists():
        return True
    if Organization.objects.exists() or Account.objects.exists():
        raise NotADemo
    return False


def build(today: dt.date, at: dt.datetime, branches: int = 160, people: int = 3200) -> None:
    """Fill an empty database with the invented district and its year up to a day."""
    source = random.Random(20260701)
    with transaction.atomic():
        Installation.objects.create(key="demo", value=str(today))
        _, faults = adopt(read_folder(settings.MECHANISMS), note="随系统提供", today=today, by=None, at=at)
        if faults:
            raise ValueError("\n".join(map(str, faults)))
        here = book()
        organizations = settle(places(branches), people, source)
        live(here, today, source)
        clerk = open_accounts(organizations, at)
        promise(here, today, by=clerk.pk, at=at)
    with connection.cursor() as cursor:  # the planners of both engines choose badly without statistics
        cursor.execute("ANALYZE")
