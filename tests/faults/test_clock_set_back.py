"""The machine's clock is set back: what was filed lies in the future, yet pages answer, nothing is deleted, what runs daily refuses, and all is as before when the clock is right again."""

import uuid
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session as SignedIn

from tests.world import account, district, rulebook, signed_in
from zugong.desk.commands.refused import CommandRefused
from zugong.desk.commands.tick import tick
from zugong.door.models import Grant
from zugong.duties.models import Window
from zugong.journal.models import Line
from zugong.records.models import Attendance, Record, Session

pytestmark = pytest.mark.django_db
RIGHT = "2026-11-23"
BACK = ["2026-11-22", "2026-03-01", "2024-02-29"]  # by a day, over a turn of the quarter, by years
PAGES = [
    "/", "/me/", "/my-day/", "/cockpit/", "/records/", "/records/{record}/", "/records/{record}/correct/", "/records/{record}/withdraw/", "/duties/", "/people/", "/plans/",
    "/filed/{key}/", "/organizations/", "/organizations/{branch}/", "/organizations/{branch}/home/", "/organizations/{branch}/duties/", "/organizations/{branch}/file/",
    "/organizations/{branch}/duties/theme_day_each_month/2024-01/", "/library/", "/joint/",
]  # fmt: skip


@pytest.fixture
def filed(settings):
    """A theme day of today, filed by a clerk who stays signed in."""
    settings.TODAY = RIGHT
    here, key = district(), uuid.uuid4().hex
    rulebook()
    clerk = signed_in(account("section_clerk"))
    assert clerk.post(f"/organizations/{here.plum.pk}/file/", {"key": key, "on": RIGHT, "pick": f"theme_day:{here.plum.pk}"}).status_code == 302
    return clerk, {"branch": here.plum.pk, "key": key, "record": Record.objects.get().pk}


def rows() -> dict[str, int]:
    """What must not become less."""
    return {model.__name__: model.objects.count() for model in (Session, Record, Attendance, Line, Grant, SignedIn)}


def statuses(client, known: dict) -> dict[str, int]:
    """How every page answers, followed to its end."""
    return {page: client.get(page.format(**known), follow=True).status_code for page in PAGES}


@pytest.mark.parametrize("today", BACK)
def test_pages_answer_and_nothing_is_deleted(filed, settings, today):
    clerk, known = filed
    before = rows()
    settings.TODAY = today
    assert statuses(clerk, known) == dict.fromkeys(PAGES, 200)
    with pytest.raises(CommandRefused):
        tick(SimpleNamespace(trust_clock=True))
    assert (rows(), statuses(clerk, known)) == (before, dict.fromkeys(PAGES, 200))


@pytest.mark.parametrize("today", BACK)
def test_a_day_that_has_not_come_again_is_refused_in_words_and_what_has_come_is_filed(filed, settings, today):
    clerk, known = filed
    settings.TODAY = today
    sheet, correction = f"/organizations/{known['branch']}/file/", f"/records/{known['record']}/correct/"
    answers = [
        clerk.post(sheet, {"key": "b" * 32, "on": RIGHT, "pick": f"theme_day:{known['branch']}"}),
        clerk.post(correction, {"on": RIGHT, "version": "1", "reason": "写错了"}),
        clerk.post(sheet, {"key": "c" * 32, "on": today, "pick": f"theme_day:{known['branch']}"}),
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 302]


def test_with_the_right_clock_again_everything_is_as_it_was(filed, settings):
    clerk, known = filed
    finding = f"/organizations/{known['branch']}/duties/theme_day_each_month/2026-11/"

    def said():
        return [line for line in clerk.get(finding).text.splitlines() if "csrf" not in line.lower()], list(Window.objects.order_by("clock", "anchor", "period").values_list("clock", "anchor", "period", "closes_on"))

    before = said()
    settings.TODAY = "2015-01-01"
    with pytest.raises(CommandRefused):
        tick(SimpleNamespace(trust_clock=False))
    settings.TODAY = RIGHT
    tick(SimpleNamespace(trust_clock=False))
    assert said() == before
