"""Taking back what a table's people brought."""

import datetime as dt

from django.db.models import F

from zugong.door.models import Account
from zugong.journal.actions.write_all import write_all
from zugong.registry.models import Membership, Person, Transfer
from zugong.sheets.rosters import Ask, Conflict


def undo(trace: dict, ask: Ask, reason: str) -> list[Conflict]:
    """Delete what was new, restore what was changed. What uses a new person protects it: ProtectedError, or a conflict said here."""
    linked = list(Account.objects.filter(person__in=trace["people"]).values_list("person", flat=True)[:20])
    moving = list(Transfer.objects.filter(membership__in=trace["memberships"], state="sent").values_list("membership__person_id", flat=True)[:20])
    if linked or moving:
        return [Conflict(f"people/{pk}", "已经有账号") for pk in linked] + [Conflict(f"people/{pk}", "正在转接途中") for pk in moving]
    _reopen(trace["converted"])
    Membership.objects.filter(pk__in=trace["memberships"]).delete()
    Person.objects.filter(pk__in=trace["people"]).delete()
    _restore(trace["mended"])
    _restore_joining(trace["joined"])
    write_all(trace["addresses"], "undo_sheet", by=ask.by, at=ask.at, reason=reason)
    return []


def _reopen(converted: list[list[int]]) -> None:
    """The memberships that conversions ended go on, and a transfer under way with them."""
    if not converted:
        return
    former = {new: old for old, new in converted}
    transfers = list(Transfer.objects.filter(membership__in=former))
    for transfer in transfers:
        transfer.membership_id = former[transfer.membership_id]
    Transfer.objects.bulk_update(transfers, ["membership"], batch_size=200)
    Membership.objects.filter(pk__in=former).delete()
    Membership.objects.filter(pk__in=former.values()).update(until=None, ended_for="")


def _restore(mended: list[list]) -> None:
    people = Person.objects.in_bulk([pk for pk, _ in mended])
    for pk, former in mended:
        for key, value in former.items():
            setattr(people[pk], key, (dt.date.fromisoformat(value) if value else None) if key == "born_on" else value)
        if "id_number" in former:  # a table only ever gives a number to who had none
            people[pk].id_number_index = None
        people[pk].version = F("version") + 1
    Person.objects.bulk_update(people.values(), ["gender", "born_on", "phone", "id_number", "id_number_index", "version"], batch_size=200)


def _restore_joining(joined: list[list]) -> None:
    rows = Membership.objects.in_bulk([pk for pk, *_ in joined])
    for pk, *days in joined:
        rows[pk].joined_on, rows[pk].converted_on = (dt.date.fromisoformat(day) if day else None for day in days)
    Membership.objects.bulk_update(rows.values(), ["joined_on", "converted_on"], batch_size=200)
