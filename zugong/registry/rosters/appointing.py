"""Writing a table's offices with the people who are new, and taking them back."""

from zugong.door.models import Grant
from zugong.journal.actions.write_all import write_all
from zugong.registry.models import Person, Post
from zugong.sheets.inserting import insert, reserve
from zugong.sheets.lines import Line
from zugong.sheets.rosters import Ask, Conflict

from . import taking_back
from .office_holders import resolve, role_of, who
from .pieces import pieces
from .taking_in import OF_PERSON, PERSON, anchor, mend, numbers_of, person_values

AT_ONCE = 500
_POST = ("id", "person_id", "organization_id", "role", "title", "ends_on", "since", "until", "anchor")
_OF_POST = ("title", "ends_on")


def write(lines: list[Line], ask: Ask, reason: str) -> dict:
    """New people, new offices, corrections of both. Answers what `undo` needs."""
    resolve(lines, ask)  # who is meant is not kept with new lines
    people, made = _people(lines)
    new = [line for line in lines if line.target is None]
    posts = reserve(Post, len(new)) if new else []
    insert(Post, _POST, [(pk, people[who(line)], *_post(line, str(ask.today))) for pk, line in zip(posts, new, strict=True)])
    mended, offices = _mend_people(lines), _mend([line for line in lines if line.target is not None])
    told = {"by": ask.by, "at": ask.at, "reason": reason}
    write_all([f"people/{pk}" for pk in made], "engage", fields=[("name", "gender", "born_on")] * len(made), **told)
    write_all([f"posts/{pk}" for pk in posts], "appoint", fields=[("person", "role")] * len(posts), **told)
    write_all([f"people/{pk}" for pk, _ in mended], "mend_person", fields=[list(former) for _, former in mended], **told)
    write_all([f"posts/{pk}" for pk, _ in offices], "mend_post", fields=[list(former) for _, former in offices], **told)
    touched = [*(f"people/{pk}" for pk in [*made, *(pk for pk, _ in mended)]), *(f"posts/{pk}" for pk in [*posts, *(pk for pk, _ in offices)])]
    return {"addresses": touched, "people": made, "memberships": [], "mended": mended, "joined": [], "converted": [], "posts": posts, "offices": offices}


def _people(lines: list[Line]) -> tuple[dict[object, int], list[int]]:
    """{who: person} of all lines, and the ids of the new ones; of several lines of one new person the first with a number says who that is."""
    found = {who(line): line.former["person"] for line in lines if line.former.get("person")}
    first: dict[object, Line] = {}
    for line in sorted((line for line in lines if who(line) not in found), key=lambda line: not line.values.get("id_number")):
        first.setdefault(who(line), line)
    made = reserve(Person, len(first)) if first else []
    insert(Person, PERSON, [(pk, *person_values(line.values), *number) for pk, line, number in zip(made, first.values(), numbers_of(list(first.values())), strict=True)])
    return found | dict(zip(first, made, strict=True)), made


def _post(line: Line, today: str) -> tuple:
    values = line.values
    since = str(values.get("since") or today)
    return values["organization"].pk, role_of(line), values.get("title") or "", values.get("ends_on") and str(values["ends_on"]), since, None, anchor(since)


def _mend_people(lines: list[Line]) -> list[list]:
    """[person, {column: former value}]; the first line of a person that says something else."""
    changed: dict[int, Line] = {}
    for line in lines:
        if (person := line.former.get("person")) and any(key in line.changes for key in OF_PERSON):
            changed.setdefault(person, Line(line.sheet, line.row, {key: line.values.get(key) for key in OF_PERSON}, {}, person, line.former))
    return mend(list(changed.values()))


def _mend(lines: list[Line]) -> list[list]:
    """[office, {column: former value}]"""
    changed = {line.target: changes for line in lines if (changes := {key: value for key, value in line.changes.items() if key in _OF_POST})}
    rows, former = [], []
    for piece in pieces(list(changed), AT_ONCE):
        rows += Post.objects.filter(pk__in=piece).order_by("pk")
    for row in rows:
        former.append([row.pk, {key: str(getattr(row, key) or "") for key in changed[row.pk]}])
        for key, value in changed[row.pk].items():
            setattr(row, key, value)
    Post.objects.bulk_update(rows, _OF_POST, batch_size=AT_ONCE)
    return former


def undo(trace: dict, ask: Ask, reason: str) -> list[Conflict]:
    """Delete new offices and people, restore what was corrected; a grant that rests on a new office stands against it."""
    for piece in pieces(trace["posts"], AT_ONCE):
        if granted := list(Grant.objects.filter(because__in=[f"posts/{pk}" for pk in piece]).values_list("because", flat=True)[:20]):
            return [Conflict(address, "已经有授权随这个职务") for address in granted]
    for piece in pieces(trace["posts"], AT_ONCE):
        Post.objects.filter(pk__in=piece).delete()
    for piece in pieces(trace["offices"], AT_ONCE):
        rows, former = Post.objects.in_bulk([pk for pk, _ in piece]), dict(map(tuple, piece))
        for row in rows.values():
            for key, value in former[row.pk].items():
                setattr(row, key, value or (None if key == "ends_on" else ""))
        Post.objects.bulk_update(rows.values(), _OF_POST, batch_size=AT_ONCE)
    for piece in pieces(trace["people"], AT_ONCE):
        if found := taking_back.undo(trace | {"people": piece, "mended": [], "addresses": []}, ask, reason):
            return found
    return taking_back.undo(trace | {"people": []}, ask, reason)
