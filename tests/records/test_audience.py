"""seen_by narrows what the scope allows: a kind or a field for the own organization only."""

import datetime as dt

import pytest

from tests.world import NOW, account, district, filed, rulebook, shipped_texts, signed_in
from zugong.library.actions.sign import sign
from zugong.library.queries import book
from zugong.records.models import Record

pytestmark = pytest.mark.django_db
JUNE = dt.date(2026, 6, 1)
NAME = "political/themed_party_day.toml"
KIND = ('seen_by = ["by", "above", "grassroots_office"]', 'seen_by = ["by"]')
FIELD = ('theme   = "text? 主题"', 'theme   = { type = "text?", title = "主题", RULE }')


def changed(old: str, new: str):
    """The shipped book with the theme day's file changed in one place."""
    rulebook()
    text = shipped_texts()[NAME].replace(old, new)
    assert text != shipped_texts()[NAME]
    sign({NAME: text}, by=None, at=NOW)
    return book()


def readers(here) -> dict:
    return {
        "own secretary": signed_in(account("branch_secretary", "below", here.plum)),
        "own member": signed_in(account("member", "self", here.plum, person=here.person("梅一"))),
        "clerk above": signed_in(account("committee_clerk", "below", here.east)),
        "leader": signed_in(account("leader")),
    }


def test_a_kind_for_the_own_organization_is_on_no_page_of_those_above():
    here = district()
    made = changed(*KIND)
    record = filed(made, "theme_day", here.plum, JUNE).records.get()
    filed(made, "lecture", here.plum, JUNE)
    answers = {
        name: (client.get(f"/records/{record.pk}/").status_code, client.get("/records/").context["page"].paginator.count, [row.kind for row in client.get(f"/organizations/{here.plum.pk}/").context["latest"]])
        for name, client in readers(here).items()
    }
    own, above = (200, 2, ["lecture", "theme_day"]), (404, 1, ["lecture"])
    assert answers == {"own secretary": own, "own member": own, "clerk above": above, "leader": above}


def test_a_group_of_the_branch_counts_as_its_own_organization():
    here = district()
    text = shipped_texts()["political/party_group_meeting.toml"]
    rulebook()
    sign({"political/party_group_meeting.toml": text.replace(*KIND)}, by=None, at=NOW)
    record = filed(book(), "group_meeting", here.groups[0], JUNE).records.get()
    assert {name: client.get(f"/records/{record.pk}/").status_code for name, client in readers(here).items()} == {
        "own secretary": 200, "own member": 404, "clerk above": 404, "leader": 404,
    }  # fmt: skip


@pytest.mark.parametrize(("rule", "shown"), [('seen_by = ["by"]', None), ('mask = "middle"', "学＊＊史"), ('seen_by = ["by", "above"]', "学习党史")])
def test_a_field_is_told_masked_or_left_out_to_those_above(rule, shown):
    here = district()
    made = changed(FIELD[0], FIELD[1].replace("RULE", rule))
    record = filed(made, "theme_day", here.plum, JUNE, fields={"theme": "学习党史"}).records.get()
    told = {name: dict(client.get(f"/records/{record.pk}/").context["told"]).get("主题") for name, client in readers(here).items()}
    assert told == {"own secretary": "学习党史", "own member": "学习党史", "clerk above": shown, "leader": shown}


def test_a_record_of_a_kind_that_is_no_longer_in_the_book_stays_readable():
    here = district()
    record = filed(rulebook(), "theme_day", here.plum, JUNE).records.get()
    Record.objects.filter(pk=record.pk).update(kind="former_kind")
    client = readers(here)["own secretary"]
    assert [client.get(page).status_code for page in (f"/records/{record.pk}/", "/records/", f"/organizations/{here.plum.pk}/")] == [200] * 3
    assert client.get(f"/records/{record.pk}/correct/").url == f"/records/{record.pk}/"
