"""Writing a table's people: all of one call in a constant number of statements."""

from zugong.journal.actions.write_all import write_all
from zugong.registry.initials import initials_of_person
from zugong.registry.models import Membership, Person, Transfer
from zugong.registry.numbered import columns_of
from zugong.sheets.inserting import insert, reserve
from zugong.sheets.lines import Line
from zugong.sheets.rosters import Ask

from .matching import day_of

OF_PERSON = ("gender", "born_on", "phone", "id_number")
PERSON = ("id", "name", "initials", "gender", "born_on", "phone", "version", "id_number", "id_number_index")
_MEMBERSHIP = ("id", "person_id", "organization_id", "path", "joined_on", "converted_on", "standing", "may_vote", "since", "until", "ended_for", "anchor")


def write(lines: list[Line], ask: Ask, reason: str) -> dict:
    """New people with their memberships, new memberships of known people, corrections, conversions. Answers what `taking_back.undo` needs."""
    new = [line for line in lines if line.target is None]
    persons = dict(zip(map(id, new), reserve(Person, len(new)), strict=True)) if new else {}
    insert(Person, PERSON, [(persons[id(line)], *person_values(line.values), *number) for line, number in zip(new, numbers_of(new), strict=True)])
    joining = [line for line in lines if line.target is None or ("branch" not in line.former and line.values.get("branch"))]
    rows = [row for line in joining for row in _memberships(line.values, persons.get(id(line), line.target), str(ask.today))]
    memberships = reserve(Membership, len(rows)) if rows else []
    insert(Membership, _MEMBERSHIP, [(pk, *row) for pk, row in zip(memberships, rows, strict=True)])
    known = [line for line in lines if line.target is not None]
    mended, joined = mend(known), _mend_memberships([line for line in known if "branch" in line.former])
    converted = _convert([line for line in known if line.former.get("standing") == "probationary" and "standing" in line.changes])
    corrected = {pk for pk, *_ in mended} | {person for person, *_ in joined}
    _tell([persons.get(id(line), line.target) for line in joining], [line for line in known if line.target in corrected], converted, ask, reason)
    touched = [*persons.values(), *sorted({line.target for line in known})]
    return {
        "addresses": [f"people/{pk}" for pk in touched], "people": list(persons.values()), "memberships": memberships,
        "mended": mended, "joined": [each[1:] for each in joined], "converted": [each[1:] for each in converted],
    }  # fmt: skip


def numbers_of(lines: list[Line]) -> list[tuple[str, str | None]]:
    """(sealed number, its blind index) of each line, sealed all at once; without a number empty."""
    given = [line for line in lines if line.values.get("id_number")]
    sealed = {id(line): (each["id_number"], each["id_number_index"]) for line, each in zip(given, columns_of([line.values["id_number"] for line in given]) if given else [], strict=True)}
    return [sealed.get(id(line), ("", None)) for line in lines]


def person_values(values: dict) -> tuple:
    name, born_on = values["name"], values.get("born_on")
    return name, initials_of_person(name), values.get("gender") or "", born_on if born_on is None or len(born_on) == 10 else f"{born_on}-01", values.get("phone") or "", 1


def _memberships(values: dict, person: int, today: str) -> list[tuple]:
    """One, or two when the conversion fell into the time in this branch."""
    place, since, on = values["branch"], str(values.get("since") or today), values.get("converted_on")
    joined_on = values.get("joined_on") and str(values["joined_on"])
    told = (person, place.pk, place.path, joined_on)
    if values["standing"] != "full":
        return [(*told, None, values["standing"], False, since, None, "", anchor(since))]
    if on and (turned := str(on)) > since:
        return [(*told, None, "probationary", False, since, turned, "converted", anchor(since)), (*told, turned, "full", True, turned, None, "", anchor(turned))]
    return [(*told, on and str(on), "full", True, since, None, "", anchor(since))]


def anchor(day: str) -> int:
    return int(day[5:7] + day[8:])


def mend(lines: list[Line]) -> list[list]:
    """[person, {column: former value}]"""
    changed = [(line, changes) for line in lines if (changes := {key: value for key, value in line.changes.items() if key in OF_PERSON})]
    if not changed:
        return []
    rows, former = Person.objects.in_bulk([line.target for line, _ in changed]), []
    numbers = dict(zip((id(line) for line, _ in changed), numbers_of([line for line, _ in changed]), strict=True))
    for line, changes in changed:
        person = rows[line.target]
        former.append([person.pk, {key: str(getattr(person, key) or "") for key in changes}])
        for key, value in changes.items():
            if key == "id_number":
                person.id_number, person.id_number_index = numbers[id(line)]
            else:
                setattr(person, key, day_of(value) if key == "born_on" else value)
        person.version += 1
    Person.objects.bulk_update(rows.values(), [*OF_PERSON, "id_number_index", "version"], batch_size=200)
    return former


def _mend_memberships(lines: list[Line]) -> list[tuple[int, int, str | None, str | None]]:
    """(person, membership, former days of joining and of conversion); a conversion that changes the standing is not written here."""
    changed = {line.target: line for line in lines if "joined_on" in line.changes or ("converted_on" in line.changes and "standing" not in line.changes)}
    if not changed:
        return []
    rows = list(Membership.objects.filter(person__in=changed, until__isnull=True).order_by("pk"))
    former = [(row.person_id, row.pk, row.joined_on and str(row.joined_on), row.converted_on and str(row.converted_on)) for row in rows]
    for row in rows:
        changes = changed[row.person_id].changes
        row.joined_on = changes.get("joined_on", row.joined_on)
        if "standing" not in changes:
            row.converted_on = changes.get("converted_on", row.converted_on)
    Membership.objects.bulk_update(rows, ["joined_on", "converted_on"], batch_size=200)
    return former


def _convert(lines: list[Line]) -> list[list[int]]:
    """(person, former membership, new membership): the former ends on the day, so rolls of earlier days stay right."""
    if not lines:
        return []
    days = {line.target: line.values["converted_on"] for line in lines}
    old = list(Membership.objects.filter(person__in=days, until__isnull=True).order_by("pk"))
    for row in old:
        row.until, row.ended_for = days[row.person_id], "converted"
    Membership.objects.bulk_update(old, ["until", "ended_for"], batch_size=200)
    kept = ("person_id", "organization_id", "group_id", "joined_on", "path")
    new = Membership.objects.bulk_create([Membership(standing="full", may_vote=True, since=row.until, converted_on=row.until, **{key: getattr(row, key) for key in kept}) for row in old], batch_size=200)
    moving = {row.pk: follower.pk for row, follower in zip(old, new, strict=True)}
    transfers = list(Transfer.objects.filter(membership__in=moving, state="sent"))
    for transfer in transfers:
        transfer.membership_id = moving[transfer.membership_id]
    Transfer.objects.bulk_update(transfers, ["membership"], batch_size=200)
    return [[row.person_id, row.pk, follower.pk] for row, follower in zip(old, new, strict=True)]


def _tell(joining: list[int], mended: list[Line], converted: list[list[int]], ask: Ask, reason: str) -> None:
    told = {"by": ask.by, "at": ask.at, "reason": reason}
    write_all([f"people/{pk}" for pk in joining], "take_in", fields=[("organization", "standing")] * len(joining), **told)
    write_all([f"people/{line.target}" for line in mended], "mend_person", fields=[[key for key in line.changes if key in (*OF_PERSON, "joined_on", "converted_on")] for line in mended], **told)
    write_all([f"people/{person}" for person, *_ in converted], "convert", fields=[("standing",)] * len(converted), **told)
