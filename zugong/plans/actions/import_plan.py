import datetime as dt
import re
from dataclasses import dataclass, field

from django.db.models import F

from zugong.charter.book import Book
from zugong.door.refusal import Refused
from zugong.journal.actions.write import write
from zugong.plans.matching import match, resemble
from zugong.plans.models import Match, Plan, Sentence
from zugong.plans.outline import Outline


@dataclass
class Imported:
    """The plan, and the sentences of a former import that the text no longer holds. `is_new`: no plan of this year had this title."""

    plan: Plan
    is_new: bool = True
    new: int = 0
    kept: int = 0
    gone: list[str] = field(default_factory=list)


def year_in(outline: Outline) -> int | None:
    """The year the title names."""
    found = re.search(r"(20\d\d)\s*年", outline.title)
    return int(found[1]) if found else None


def import_plan(outline: Outline, book: Book, *, year: int | None = None, title: str = "", by: int | None, at: dt.datetime) -> Imported:
    """Store a plan, or a corrected text of the plan with the same year and title: sentences that continue keep their matches, goals and units."""
    year = year or year_in(outline)
    if not year:
        raise Refused("标题里没有年份，请填写年度", "year")
    if not 1950 <= year <= 2100:
        raise Refused("年度要在 1950 到 2100 之间，请检查", "year")
    title = " ".join((title or outline.title).split()) or f"{year}年工作计划"
    if len(title) > 120:
        raise Refused(f"标题有 {len(title)} 个字，最多 120 个，请写短一些", "title")
    plan, is_new = Plan.objects.update_or_create(year=year, title=title, defaults={"imported_at": at, "noise": outline.noise})
    imported = Imported(plan, is_new)
    _store(plan, _rows(outline), imported)
    match_anew(plan, book)
    write(plan.address, "import_plan", by=by, at=at, fields=["text"])
    return imported


def _rows(outline: Outline) -> list[dict]:
    rows = [{"sort": "preamble", "number": "", "text": text, "above": None} for text in outline.preamble]
    for part in outline.parts:
        rows.append({"sort": "part", "number": f"{part.number}、" if part.number else "", "text": part.title, "above": None})
        top = len(rows) - 1
        for item in part.items:
            rows.append({"sort": "item", "number": f"（{item.number}）" if item.number else "", "text": item.title, "above": top})
            above = len(rows) - 1
            rows += [{"sort": "measure", "number": "", "text": text, "above": above} for text in item.measures]
    return rows


def _store(plan: Plan, rows: list[dict], imported: Imported) -> None:
    former = list(Sentence.objects.filter(plan=plan).order_by("position"))
    Sentence.objects.filter(plan=plan).update(position=F("position") + 1_000_000)
    continued: dict[int, Sentence] = {}
    for sort in Sentence.SORTS:
        old = [each for each in former if each.sort == sort]
        new = [number for number, row in enumerate(rows) if row["sort"] == sort]
        for here, there in resemble([each.text for each in old], [rows[number]["text"] for number in new]).items():
            continued[new[here]] = old[there]
    made = []
    for number, row in enumerate(rows):
        sentence = continued.get(number) or Sentence(plan=plan, sort=row["sort"])
        sentence.number, sentence.text, sentence.position = row["number"], row["text"], number
        made.append(sentence)
    Sentence.objects.bulk_update([each for each in made if each.pk], ["number", "text", "position"], batch_size=200)
    Sentence.objects.bulk_create([each for each in made if not each.pk])
    for row, sentence in zip(rows, made, strict=True):
        sentence.parent = made[row["above"]] if row["above"] is not None else None
    Sentence.objects.bulk_update(made, ["parent"], batch_size=200)
    gone = [each for each in former if each.pk not in {kept.pk for kept in continued.values()}]
    imported.gone = [each.text for each in gone if each.sort in ("measure", "preamble")]
    Sentence.objects.filter(pk__in=[each.pk for each in gone]).delete()
    imported.new, imported.kept = len(made) - len(continued), len(continued)


def match_anew(plan: Plan, book: Book) -> None:
    """Match all sentences by the mechanisms' aliases; what a person confirmed or refused stays as it is."""
    names = book.names()
    Match.objects.filter(sentence__plan=plan, state="found").delete()
    decided = set(Match.objects.filter(sentence__plan=plan).values_list("sentence", "mechanism"))
    found = []
    for sentence in Sentence.objects.filter(plan=plan, sort__in=("preamble", "measure")):
        for mechanism, words in match(sentence.text, names).items():
            if (sentence.pk, mechanism) not in decided:
                found.append(Match(sentence=sentence, mechanism=mechanism, words=words))
    Match.objects.bulk_create(found)
