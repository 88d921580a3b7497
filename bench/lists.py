"""A ledger of 300,000 rows: a page of 50 with two filters and an order, for a city's clerk, a district's and a branch's secretary; database time beside the floor of the same run.

./run bench lists                        BENCH_ROWS=300000 BENCH_RUNS=15

The floor reads 50 rows by their ids. Times are of the statements alone, without templates.
"""

import datetime as dt
import os
import random
import statistics
import time

from django.conf import settings
from django.db import connection, transaction
from django.http import QueryDict
from django.test import RequestFactory

from zugong.charter.reader import read_folder
from zugong.desk.commands.prepare import make_tables
from zugong.door.paging import Pages
from zugong.door.scope import Scope
from zugong.ledgers import lists
from zugong.ledgers.models import Row
from zugong.library.queries import linked
from zugong.registry.models import Organization, Placement

ROWS, RUNS = int(os.environ.get("BENCH_ROWS", "300000")), int(os.environ.get("BENCH_RUNS", "15"))
TODAY, NOW = dt.date(2026, 11, 23), dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)
LEDGER = "new_organization"
BRANCHES, DISTRICTS = 15_000, 12


def fill(here) -> None:
    """A city of 12 districts with 15,000 places, and the rows spread over them."""
    slots, chance = here.slots[LEDGER], random.Random(1)
    codes = {slot: list(here.code_values(dict((each.key, each.type) for each in here.fields(LEDGER))[key])) for key, slot in slots.items() if slot.startswith("code")}
    root = Organization.objects.create(code="R", name="市委", kind="party_committee", path="00001", since=dt.date(2019, 3, 1))
    tops = [Organization(code=f"D{n}", name=f"第{n}区", kind="primary_committee", parent=root, path=f"00001{n + 1:05}", since=root.since) for n in range(DISTRICTS)]
    Organization.objects.bulk_create(tops)
    places = [Organization(code=f"B{n}", name=f"第{n}处", kind="firm", parent=tops[n % DISTRICTS], path=f"{tops[n % DISTRICTS].path}{n // DISTRICTS + 1:05}", since=root.since) for n in range(BRANCHES)]
    Organization.objects.bulk_create(places, batch_size=1000)
    Placement.objects.bulk_create([Placement(organization=each, parent_id=each.parent_id, name=each.name, path=each.path, since=each.since) for each in places], batch_size=1000)
    for start in range(0, ROWS, 5000):
        Row.objects.bulk_create(
            [
                Row(ledger=LEDGER, organization=places[n % BRANCHES], name=f"第{n}家", fields={}, since=TODAY - dt.timedelta(days=chance.randrange(3000)), entered_at=NOW,
                    day_1=TODAY - dt.timedelta(days=chance.randrange(2000)), number_1=chance.randrange(2), **{slot: chance.choice(each) for slot, each in codes.items()})
                for n in range(start, min(start + 5000, ROWS))
            ],
            batch_size=500,
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def timed(act) -> float:
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


def main() -> None:
    make_tables()
    here, faults = linked(tuple(sorted(read_folder(settings.MECHANISMS).items())))
    assert not faults
    word = here.ledgers[LEDGER].latest
    with transaction.atomic():
        if not Row.objects.filter(ledger=LEDGER).exists():
            fill(here)
    filters = list(lists.filterable(here, word).items())[:2]
    days = [key for key, slot in here.slots[LEDGER].items() if slot == "day_1"]
    query = QueryDict("&".join([*(f"f-{key}={next(iter(codes))}" for key, (_, codes) in filters), f"order=-{days[0]}"]))
    request = RequestFactory().get("/")
    request.today, request.grants = TODAY, []
    branch = Organization.objects.filter(kind="firm").order_by("id")[7]
    scopes = {"city": Scope(everything=True), "district": Scope.below(branch.path[:10]), "branch": Scope.exactly([branch.path])}
    what = lists.asked(request, here, word, query)
    ids = list(Row.objects.filter(ledger=LEDGER).values_list("pk", flat=True)[:: ROWS // 50][:50])
    acts = {"floor: 50 rows by id": lambda: list(Row.objects.filter(pk__in=ids).select_related("organization"))}
    for name, scope in scopes.items():
        acts[f"{name}: page of 50, filters and order"] = lambda scope=scope: list(lists.found(request, here, word, scope, what)[:50])
        acts[f"{name}: counted up to 10,000"] = lambda scope=scope: Pages(lists.found(request, here, word, scope, what), 50).count
        acts[f"{name}: page of 50, as it opens"] = lambda scope=scope: list(lists.found(request, here, word, scope, lists.Asked(on=TODAY))[:50])
    found: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(RUNS):
        for name, act in acts.items():
            found[name].append(timed(act))
    print(f"{connection.vendor}, {Row.objects.filter(ledger=LEDGER).count():,} rows, filters {[key for key, _ in filters]}, order by {days[0]}; ms, median (least to most) of {RUNS}")
    for name, each in found.items():
        print(f"  {name:42} {statistics.median(each):8.2f} ({min(each):.2f} to {max(each):.2f})")


if __name__ == "__main__":
    main()
