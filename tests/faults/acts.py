"""The acts that are killed, each through the addresses and commands that people use; they answer a status."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

from django.conf import settings
from django.test import Client

from tests.faults.copies import TABLES
from tests.faults.ground import NARROWER
from zugong.desk.commands.keys import rotate
from zugong.desk.commands.tick import tick
from zugong.door import sealed
from zugong.door.actions import reseal
from zugong.door.models import Installation
from zugong.duties.models import Window
from zugong.journal.models import Line
from zugong.records.actions import expire
from zugong.records.models import FormerVersion, Record
from zugong.registry.id_numbers import PURPOSE
from zugong.registry.models import Person

DAY = "2026-11-20"
expire.BATCH = reseal.BATCH = 2  # a few batches out of a few records


def known() -> dict:
    """What the ground's maker wrote down."""
    return json.loads((settings.VAR / "known.json").read_text())


def browser(who: str) -> Client:
    """Someone who signed in before."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = known()["cookies"][who]
    return client


def filing(key: str = "a" * 32, kinds: tuple[str, ...] = ("meeting", "lecture"), on: str = DAY) -> int:
    """Two kinds with a roll of seven, one away."""
    here = known()
    data = {"key": key, "on": on, "pick": [f"{kind}:{here['branch']}" for kind in kinds], "meeting-topic": "学习", "meeting-decisions": "3", "place": "二楼"}
    return browser("secretary").post(f"/organizations/{here['branch']}/file/", data | {f"absent-{here['away'][0]}": "leave"}).status_code


def correction(record: int = 0, place: str = "三楼") -> int:
    """The roll, a field, and what the session's two records share."""
    here = known()
    data = {"version": "1", "reason": "写错了", "on": DAY, "place": place, "minutes": "50", f"absent-{here['away'][1]}": "other"}
    data |= {"meeting-topic": "学习", "meeting-decisions": "5"} if record == 0 else {}
    return browser("secretary").post(f"/records/{here['records'][record]}/correct/", data).status_code


def adoption(name: str = "meetings.toml", text: str = NARROWER) -> int:
    """A file that names a field anew and has one more duty."""
    return browser("clerk").post("/library/adopt/", {"name": name, "text": text, "note": "改", "sign": "1"}).status_code


def ticking() -> int:
    """What the command does every day."""
    return tick(SimpleNamespace(trust_clock=False))


def rotating() -> int:
    """A new key for all numbers, or the rest of them for the newest."""
    return rotate()


def later() -> None:
    """Time passes: what a dead process held has run out."""
    Installation.objects.filter(key__startswith="lease:").update(value="")


def told() -> dict:
    """What may differ between one order of two acts and the other: how often each record was corrected, and which duties have windows."""
    versions = [[pk, version, FormerVersion.objects.filter(record=pk).count()] for pk, version in Record.objects.order_by("pk").values_list("pk", "version")[:2]]
    return {"versions": [rest for _, *rest in versions], "windows": sorted(set(Window.objects.values_list("clock", flat=True))), "lines": Line.objects.filter(verb="expire").count()}


def something_else() -> bool:
    """Whether another meeting can be filed now, and is there once."""
    return filing("z" * 32, ("meeting",), "2026-11-09") == 302 and Record.objects.filter(session__key="z" * 32).count() == 1


@dataclass(frozen=True)
class Act:
    """`do` answers a status; statements are counted from the first one that names `since` and before the first one that names `until`."""

    do: Callable[[], int]
    since: str = ""
    until: str = "none"
    state: Callable[[], str] = lambda: state()


def keys() -> str:
    """Of each number whether it opens to what it was, whether it lies under the newest key, and whether it is found by that key."""
    newest, found = sealed.newest(), []
    for text, index in Person.objects.exclude(id_number="").order_by("pk").values_list("id_number", "id_number_index"):
        number = sealed.opened(text, PURPOSE)
        assert index in sealed.indexes_of(number, PURPOSE)
        found.append([number, sealed.sealed_with(text) == newest.name, index == sealed.index(number, PURPOSE)])
    return json.dumps(found)


ACTS = {"filing": Act(filing), "correction": Act(correction), "adoption": Act(adoption), "tick": Act(ticking, "library_adoptedfile", "duties_evaluation"), "rotation": Act(rotating, state=keys)}


def state() -> str:
    """All rows of all tables as text; ids as their places in the table and moments as whether they are set, for these differ from run to run."""
    places = {model: {pk: number for number, pk in enumerate(model.objects.order_by("pk").values_list("pk", flat=True))} for model in TABLES}
    record_at = {f"records/{pk}": f"records/{number}" for pk, number in places[Record].items()}

    def shown(field, row):
        value = getattr(row, field.attname)
        if isinstance(value, dt.datetime):
            return "set"
        if model := field.related_model or (field.primary_key and type(row)):
            return places.get(model, {}).get(value, value)
        return record_at.get(value, value) if field.attname == "address" else value

    found = {model._meta.label: [[str(shown(field, row)) for field in model._meta.concrete_fields] for row in model.objects.order_by("pk")] for model in TABLES}
    return json.dumps(found, ensure_ascii=False, sort_keys=True)
