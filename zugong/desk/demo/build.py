"""Builds the district demo in one transaction; what both demos begin and end with."""

import datetime as dt
import random

from django.conf import settings
from django.db import connection, transaction

from zugong.charter.book import Book
from zugong.charter.reader import read_folder
from zugong.desk.adoption import adopt
from zugong.door.models import Account, Installation
from zugong.door.scope import Scope
from zugong.library.queries import book
from zugong.registry.models import Organization

from .accounts import open_accounts
from .kept_rows import keep_rows
from .loading import Loading
from .people import settle
from .places import places
from .promise import promise
from .year import live, months_from


class NotADemo(RuntimeError):
    """The database holds something that the demo did not make."""


def size_built() -> str:
    """Which demo this database holds: "district", "city", "half" (a city that was not finished) or "" for an empty one; NotADemo when it is somebody's own."""
    kept = dict(Installation.objects.values_list("key", "value"))
    if "building" in kept:
        return "half"
    if "demo" in kept:
        return kept.get("size", "district")
    if Organization.objects.exists() or Account.objects.exists():
        raise NotADemo
    return ""


def build(today: dt.date, at: dt.datetime, branches: int = 160, people: int = 3200) -> None:
    """Fill an empty database with the invented district and its year up to a day."""
    source, store = random.Random(20260701), Loading()
    with transaction.atomic():
        Installation.objects.create(key="demo", value=str(today))
        here = adopt_shipped(today, at)
        organizations = settle(places(branches), people, source, store)
        live(here, today, months_from(dt.date(today.year - 1, 1, 1), today), source, store, Scope(everything=True))
        store.finish()
        keep_rows(here, today, at)
        clerk = open_accounts(organizations["DW01-019"], "区", at)
        promise(here, today, by=clerk.pk, at=at)
    take_statistics()


def adopt_shipped(today: dt.date, at: dt.datetime) -> Book:
    """Adopt the files of mechanisms/; answers the book."""
    _, faults = adopt(read_folder(settings.MECHANISMS), note="随系统提供", today=today, by=None, at=at)
    if faults:
        raise ValueError("\n".join(map(str, faults)))
    return book()


def take_statistics() -> None:
    """The planners of both engines choose badly without; PostgreSQL reads an index alone only behind a vacuum."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
