import datetime as dt

from django.db import transaction

from zugong.charter.book import Book
from zugong.door.scope import Scope
from zugong.duties.models import Evaluation, KeptFinding, KeptTally, KeptValue
from zugong.facts import everything
from zugong.facts.engines import engine
from zugong.facts.indicators import Span, values_on
from zugong.facts.windows import Asked

KEPT = 2  # evaluations that stay: the newest, and the one that pages may still be reading
BATCH = 2000


def evaluate(book: Book, stamp: str, *, today: dt.date, at: dt.datetime, with_engine: str = "", clock=None) -> Evaluation:
    """Judge everything of the year as it stands and keep the result with its time: whole or not at all. May run twice at once; the later one is read.

    `clock()` answers the moment at which it ended; EngineMissing when the engine is not installed.
    """
    scope = Scope(everything=True).sql
    asked = Asked(tuple(book.duties), scope, dt.date(today.year, 1, 1), dt.date(today.year + 1, 1, 1), today, wide=True)
    with transaction.atomic(), engine(with_engine) as chosen:
        made = Evaluation(as_of=today, book=stamp, engine=chosen.name, began_at=at)
        made.save()
        if book.duties:
            everything.keep_all(chosen, book, asked)
            _keep_lists(made, chosen)
            made.findings = everything.number(chosen)
        counted = values_on(chosen, book, list(book.indicators), Span(scope, dt.date(today.year, 1, 1), today))
        KeptValue.objects.bulk_create([KeptValue(evaluation=made, indicator=key, part=part, whole=whole) for key, (part, whole) in counted.items()], batch_size=BATCH)
        made.ended_at = clock() if clock else at
        made.save(update_fields=["ended_at", "findings"])
    _forget_old()
    return made


def _keep_lists(made: Evaluation, chosen) -> None:
    for length in everything.lengths(chosen):
        rows = [KeptTally(evaluation=made, length=length, **row) for row in everything.tallies(chosen, length)]
        KeptTally.objects.bulk_create(rows, batch_size=BATCH)
        if len(rows) > 200_000:  # the leaves of a large tree: their own pages are judged live
            break
    KeptFinding.objects.bulk_create([KeptFinding(evaluation=made, **row) for row in everything.pressing(chosen)], batch_size=BATCH)


def _forget_old() -> None:
    """Drop all but the newest evaluations, a table at a time."""
    newest = list(Evaluation.objects.filter(ended_at__isnull=False).order_by("-id").values_list("pk", flat=True)[:KEPT])
    old = Evaluation.objects.exclude(pk__in=newest).filter(ended_at__isnull=False)
    for table in (KeptTally, KeptFinding, KeptValue):
        table.objects.filter(evaluation__in=old)._raw_delete("default")
    old.delete()
