import datetime as dt

from django.db import transaction

from zugong.charter.book import Book
from zugong.door.scope import Scope
from zugong.duties.models import Evaluation, KeptFinding, KeptTally, KeptValue
from zugong.facts import everything
from zugong.facts.engines import Engine, engine, one_moment
from zugong.facts.indicators import Span, values_on
from zugong.facts.windows import Asked

KEPT = 2  # evaluations that stay: the newest, and the one that pages may still be reading
BATCH = 2000
LEAVES = 200_000


def evaluate(book: Book, stamp: str, *, today: dt.date, at: dt.datetime, with_engine: str = "", clock=None) -> Evaluation:
    """Judge everything of the year as at one moment and keep the result with its time: whole or not at all. Nobody waits while it judges. May run twice at once; the later one is read.

    `clock()` answers the moment at which it ended; EngineMissing when the engine is not installed.
    """
    scope = Scope(everything=True).sql
    asked = Asked(tuple(book.duties), scope, dt.date(today.year, 1, 1), dt.date(today.year + 1, 1, 1), today, wide=True)
    made = Evaluation(as_of=today, book=stamp, began_at=at)
    tallies: list[KeptTally] = []
    findings: list[KeptFinding] = []
    with one_moment(), engine(with_engine) as chosen:
        made.engine = chosen.name
        judged = everything.keep_all(chosen, book, asked)
        if judged:
            made.findings = everything.number(chosen)
            tallies = _tallies(made, chosen)
            findings = [KeptFinding(evaluation=made, **row) for row in everything.pressing(chosen)]
        counted = values_on(chosen, book, list(book.indicators), Span(scope, asked.since, today, wide=True, sums=everything.SUMS if judged else ""))
    made.ended_at = clock() if clock else at
    with transaction.atomic():
        made.save()
        for rows in (tallies, findings, [KeptValue(evaluation=made, indicator=key, part=part, whole=whole) for key, (part, whole) in counted.items()]):
            for row in rows:
                row.evaluation = made
            if rows:
                type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)
    _forget_old()
    return made


def _tallies(made: Evaluation, chosen: Engine) -> list[KeptTally]:
    found = []
    for length in everything.lengths(chosen):
        rows = everything.tallies(chosen, length, LEAVES)
        if len(rows) == LEAVES:  # of a large tree: what stands so low is judged on reading
            break
        found += [KeptTally(evaluation=made, length=length, **row) for row in rows]
    return found


def _forget_old() -> None:
    """Drop all but the newest evaluations, a table at a time."""
    newest = list(Evaluation.objects.filter(ended_at__isnull=False).order_by("-id").values_list("pk", flat=True)[:KEPT])
    old = Evaluation.objects.exclude(pk__in=newest).filter(ended_at__isnull=False)
    for table in (KeptTally, KeptFinding, KeptValue):
        table.objects.filter(evaluation__in=old)._raw_delete("default")
    old.delete()
