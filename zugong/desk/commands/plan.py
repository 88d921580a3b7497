import json

from django.conf import settings
from django.db import transaction

from zugong.charter.linker import link
from zugong.charter.reader import read_folder
from zugong.door import clock
from zugong.door.refusal import Refused
from zugong.library.queries import book, cells
from zugong.plans.actions.import_plan import import_plan
from zugong.plans.manuscript import read_manuscript
from zugong.plans.models import Plan
from zugong.plans.outline import PlanUnreadable

from .prepare import make_tables
from .refused import CommandRefused


def bring_in(asked) -> int:
    """Import a plan's .docx or text file; prints its outline with the mechanisms each sentence names."""
    try:
        outline = read_manuscript(asked.file.read_bytes())
    except OSError as error:
        raise CommandRefused(f"读不到文件 {asked.file}：{error.strerror}") from None
    except PlanUnreadable as unreadable:
        raise CommandRefused(str(unreadable)) from None
    make_tables()
    here = book()
    if not here.mechanisms:
        here = link(read_folder(settings.MECHANISMS), cells())[0]
    try:
        with transaction.atomic():
            imported = import_plan(outline, here, year=asked.year, title=asked.title or "", by=None, at=clock.now())
    except Refused as refusal:
        raise CommandRefused(f"{refusal}（用 --year 2026、--title 标题 这样的写法）") from None
    shown = as_data(imported.plan)
    if asked.json:
        print(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        _say(shown, imported)
    return 0


def as_data(plan: Plan) -> dict:
    """The plan as plain data: title, preamble, parts with items with measures, noise."""
    rows = list(plan.sentences.prefetch_related("matches").order_by("position"))
    named = {row.pk: [match.mechanism for match in sorted(row.matches.all(), key=lambda each: each.pk) if match.state != "refused"] for row in rows}
    below: dict[int | None, list] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)

    def sentence(row) -> dict:
        return {"text": row.text, "mechanisms": named[row.pk]}

    return {
        "title": plan.title,
        "preamble": [sentence(row) for row in rows if row.sort == "preamble"],
        "parts": [
            {"title": part.text, "items": [{"title": item.text, "measures": [sentence(each) for each in below.get(item.pk, [])]} for item in below.get(part.pk, [])]}
            for part in rows
            if part.sort == "part"
        ],
        "noise": plan.noise,
    }


def _say(shown: dict, imported) -> None:
    print(shown["title"])
    for part in shown["parts"]:
        print(part["title"])
        for item in part["items"]:
            print("  " + item["title"])
            for measure in item["measures"]:
                print(f"    · {measure['text']}" + (f"  [{'、'.join(measure['mechanisms'])}]" if measure["mechanisms"] else ""))
    print(f"{'新的一份' if imported.is_new else '更新原有的一份'}，新增 {imported.new} 句，沿用 {imported.kept} 句，略去 {len(shown['noise'])} 行")
