"""Builds a whole city in bulk: by stages, each a transaction of its own; what was not finished is thrown away and begun again."""

import datetime as dt
import gc
import random
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

from zugong.charter.book import Book
from zugong.door.models import Installation
from zugong.door.scope import Scope, path_end
from zugong.records.models import Attendance, Record, Session
from zugong.registry.models import Organization

from .accounts import open_accounts
from .build import adopt_shipped, take_statistics
from .checks import records_checks, registry_checks
from .city_places import city_places
from .loading import Loading, unguarded, without_indexes
from .people import enter, seat, set_up
from .places import Place
from .progress import Progress
from .promise import promise
from .year import live, months_from

BRANCHES, MEMBERS, MONTHS = 15_000, 20, 15


class Broken(RuntimeError):
    """The checks at the end found something; the database stays marked as not finished."""


def build_city(today: dt.date, at: dt.datetime, say: Callable[[str], None], branches: int = BRANCHES, districts: int = 12, committees: int = 0) -> None:
    """Fill an empty database with the invented city and fifteen months of its records up to a day; committees a district, or about one for fifty branches."""
    people, committees = branches * MEMBERS, committees or max(1, branches // (50 * districts))
    source, store, progress = random.Random(20260702), Loading(), Progress(say)
    Installation.objects.create(key="building", value="制度")
    with unguarded():
        with transaction.atomic():
            here = adopt_shipped(today, at)
        places = city_places(branches, districts, committees)
        _people(places, people, source, store, progress)
        take_statistics()
        gc.freeze()  # or the collector looks at the whole product again and again while millions of rows go through
        _records(here, today, source, store, progress)
        gc.unfreeze()
        _stage("统计信息", progress)
        take_statistics()
        progress.end()
        _check(branches, people, progress)
    with transaction.atomic():
        clerk = open_accounts(Organization.objects.get(code="D01-01-001"), "市", at)
        promise(here, today, "市", branches, frozen=False, by=clerk.pk, at=at)
        Installation.objects.filter(key="building").delete()
        Installation.objects.bulk_create([Installation(key="demo", value=str(today)), Installation(key="size", value="city")])


def _stage(title: str, progress: Progress, total: int = 1, unit: str = "", rows: int = 0) -> None:
    """Mark how far the building came, for whoever finds it half done."""
    Installation.objects.filter(key="building").update(value=title)
    progress.begin(title, total, unit, rows)


def _people(places: list[Place], people: int, source: random.Random, store: Loading, progress: Progress) -> None:
    _stage("组织", progress, len(places), "个")
    with transaction.atomic():
        made, groups = set_up(places, people, store)
    progress.reach(len(places), store.written)
    branches = [place for place in places if place.kind == "branch"]
    _stage("人员", progress, len(branches), "个党支部", store.written)
    with transaction.atomic():
        done = 0
        for _, some in groupby(branches, key=lambda place: place.under):
            several = list(some)
            enter(several, made, groups, source, store)
            done += len(several)
            progress.reach(done, store.written)
        seat(places, made, store)
    store.finish()


def _records(here: Book, today: dt.date, source: random.Random, store: Loading, progress: Progress) -> None:
    """Committee by committee, so that memory holds the rows of one; then those above."""
    committees = list(Organization.objects.filter(kind="primary_committee").order_by("path").values_list("path", flat=True))
    year, month = divmod(today.year * 12 + today.month - MONTHS, 12)
    months = months_from(dt.date(year, month + 1, 1), today)
    _stage("纪实", progress, len(committees), "个党委", store.written)
    with without_indexes([Attendance, Record, Session]):
        first = 0
        for number, path in enumerate(committees, 1):
            first += live(here, today, months, source, store, Scope.below(path), first)
            progress.reach(number, store.written)
        live(here, today, months, source, store, _outside(committees))
        _stage("纪实的索引", progress)
    progress.end()
    store.finish()


def _outside(paths: list[str]) -> Scope:
    """Everything that lies below none of these: the city, its districts, departments and organs."""
    lows, highs = ["", *map(path_end, paths)], [*paths, ":"]  # ":" sorts behind all digits
    return Scope(tuple((low, high) for low, high in zip(lows, highs, strict=True) if low < high))


def _check(branches: int, people: int, progress: Progress) -> None:
    """Print each check; Broken when one fails."""
    _stage("核对", progress)
    connection.check_constraints()
    wrong = []
    for what, found, wanted in registry_checks(branches, people) + records_checks():
        progress.say(f"核对 {what}：{found:,}" + ("" if found == wanted else f"，应为 {wanted:,}"))
        wrong += [what] if found != wanted else []
    progress.end()
    if wrong:
        raise Broken("、".join(wrong))


def clear_away() -> str:
    """Throw a half-built city away; answers the stage it had come to."""
    stage = Installation.objects.get(key="building").value
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and Path(name).is_file():  # without a journal the file itself may be broken
        connection.close()
        for suffix in ("", "-journal", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)
    else:
        call_command("flush", verbosity=0, interactive=False)
    return stage
