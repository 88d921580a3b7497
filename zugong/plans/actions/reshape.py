import datetime as dt

from django.db.models import F, Q

from zugong.charter.book import Book
from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.plans.models import Sentence

from .import_plan import match_anew


def split(sentence: Sentence, first: str, second: str, book: Book, *, by: int, at: dt.datetime) -> Sentence:
    """Make two measures of one; together they must hold the same text."""
    if sentence.sort != "measure":
        raise Refused("只有举措可以拆分")
    if not first.strip() or not second.strip() or (first + second).replace("\r", "").replace("\n", "") != sentence.text:
        raise Refused("拆成的两段连起来要和原文一字不差，请只加一个换行", "text")
    Sentence.objects.filter(plan=sentence.plan_id, position__gt=sentence.position).update(position=F("position") + 1_000_001)
    Sentence.objects.filter(plan=sentence.plan_id, position__gt=1_000_000).update(position=F("position") - 1_000_000)
    Sentence.objects.filter(pk=sentence.pk).update(text=first.strip(), version=F("version") + 1)
    made = Sentence.objects.create(
        plan_id=sentence.plan_id, sort="measure", text=second.strip(), parent_id=sentence.parent_id, position=sentence.position + 1, lead_id=sentence.lead_id, due_on=sentence.due_on
    )
    made.cooperating.set(sentence.cooperating.all())
    match_anew(sentence.plan, book)
    write(sentence.address, "split", by=by, at=at, fields=["text"])
    return made


def join(sentence: Sentence, book: Book, *, by: int, at: dt.datetime) -> None:
    """Append the next measure of the same item to this one; its goals and confirmed matches come along."""
    following = Sentence.objects.filter(plan=sentence.plan_id, sort="measure", parent=sentence.parent_id, position__gt=sentence.position).order_by("position").first()
    if sentence.sort != "measure" or not following:
        raise Refused("这个条目下没有后一条举措可以合并")
    mine = set(sentence.goals.values_list("indicator", flat=True))
    following.goals.exclude(indicator__in=mine).update(sentence=sentence)
    confirmed = list(following.matches.filter(state="confirmed").values_list("mechanism", flat=True))
    sentence.matches.exclude(state="confirmed").filter(Q(state="found") | Q(mechanism__in=confirmed)).delete()
    known = set(sentence.matches.values_list("mechanism", flat=True))
    following.matches.exclude(mechanism__in=known).update(sentence=sentence)
    Sentence.objects.filter(pk=sentence.pk).update(text=sentence.text + following.text, version=F("version") + 1)
    following.delete()
    match_anew(sentence.plan, book)
    write(sentence.address, "join", by=by, at=at, fields=["text"])
