"""Each ledger that is shipped, with the demo's rows: its pages open, and its table, sent out and brought back, says nothing new."""

import random

import pytest
from django.db import transaction

from tests.world import NOW, TODAY, account, rulebook, signed_in
from zugong.desk.demo.kept_rows import keep_rows
from zugong.desk.demo.loading import Loading
from zugong.desk.demo.people import settle
from zugong.desk.demo.places import places
from zugong.door.scope import Scope
from zugong.ledgers.forms import PersonField
from zugong.ledgers.models import Row
from zugong.registry.models import Membership
from zugong.sheets.checking import check
from zugong.sheets.rosters import Ask, rosters
from zugong.sheets.workbooks import write_table

EVERYTHING = Scope(everything=True)


@pytest.fixture
def kept(db):
    """The shipped ledgers with the demo's rows."""
    here, store = rulebook(), Loading()
    settle(places(160), 3200, random.Random(20260701), store)
    store.finish()
    keep_rows(here, TODAY, NOW)
    return here


def test_each_ledger_opens_and_its_table_comes_back_as_the_same(kept, tmp_path):
    client = signed_in(account("section_clerk"))
    found = rosters()
    groups = client.get("/sheets/").context["groups"]
    assert [(title, tables[0][0].title) for title, tables in groups] == [("组织和党员", "组织名册"), ("政治建设", "计划文件"), ("干部工作", "档案应管已管"), ("基层组织", "行动党小组名册"), ("人才工作", "院士工作站")]
    assert sorted(each.key for _, tables in groups for each, _, _ in tables) == sorted([*kept.ledgers, "organizations", "people", "posts"])
    for key in kept.ledgers:
        first = Row.objects.filter(ledger=key).first()
        narrow = not kept.reaches_beyond(kept.ledgers[key].latest.seen_by)  # entered by its own organization only
        assert [(key, client.get(address).status_code) for address in (f"/ledgers/{key}/", f"/ledgers/{key}/findings/", f"/ledgers/{key}/new/")] == [(key, 200), (key, 200), (key, 403 if narrow else 200)]
        rows = list(found[key].rows(EVERYTHING, TODAY, {}))
        if not rows:
            assert (key, first is not None, narrow) == (key, True, True)
            continue
        assert client.get(f"/{first.address}/").status_code == 200
        path = tmp_path / f"{key}.xlsx"
        write_table(path, found[key], rows)
        back = check(path, found[key], Ask(EVERYTHING, TODAY, None, NOW), tmp_path / "lines")
        (tmp_path / "lines").unlink()
        assert (key, back.problems, {state: number for state, number in back.counts.items() if number and state != "warning"}) == (key, [], {"same": len(rows)})


def as_typed(form) -> dict:
    """What a browser sends of a form as it stands; a person with the branch, for many are called alike."""
    sent = {}
    for field in form:
        value = field.value()
        if isinstance(value, bool):
            sent[field.html_name] = str(int(value))
        elif value not in (None, ""):
            sent[field.html_name] = str(value)
        if isinstance(field.field, PersonField) and value:
            sent[field.html_name] += f"（{Membership.objects.get(person=field.field.former[1], until__isnull=True).organization.name}）"
    return sent


def test_each_ledger_takes_a_change_and_a_new_row_from_a_page(kept):
    """The page of a change says of a demo row what, typed as a new one after the old is gone, makes the same row again."""
    clerk, keys = signed_in(account("section_clerk")), []
    for key in kept.ledgers:
        row = Row.objects.filter(ledger=key).order_by("pk").first()
        page = clerk.get(f"/{row.address}/change/")
        if key == "reading_club_member":  # seen by the own organization only
            assert page.status_code == 404
            continue
        shown = {field.html_name: "" if field.value() is None else str(int(field.value()) if isinstance(field.value(), bool) else field.value()) for field in page.context["form"]}
        changed = clerk.post(f"/{row.address}/change/", shown | {"version": row.version, "reason": "核对", "explained": "演示"})
        assert (key, changed.status_code, Row.objects.get(pk=row.pk).fields) == (key, 302, row.fields)
        with transaction.atomic():
            typed, hidden = as_typed(page.context["form"]), {each: row.fields[each] for each in row.fields if f"v-{each}" not in page.context["form"].fields}
            typed |= {"organization": row.organization.code, "explained": "演示"} | {f"v-{each}": value for each, value in hidden.items()} | ({"agreed": "on"} if kept.ledgers[key].latest.opt_in else {})
            Row.objects.filter(pk=row.pk).update(removed_at=NOW, unique_key=None, alone_key=None)
            answer = clerk.post(f"/ledgers/{key}/new/", typed)
            made = Row.objects.filter(ledger=key).order_by("pk").last()
            assert (key, answer.status_code, made.pk > row.pk, made.fields, made.name) == (key, 302, True, row.fields, row.name), answer.context["form"].errors
            transaction.set_rollback(True)
        keys.append(key)
    assert len(keys) == len(kept.ledgers) - 1
