"""Each ledger that is shipped, with the demo's rows: its pages open, and its table, sent out and brought back, says nothing new."""

import random

import pytest

from tests.world import NOW, TODAY, account, rulebook, signed_in
from zugong.desk.demo.kept_rows import keep_rows
from zugong.desk.demo.loading import Loading
from zugong.desk.demo.people import settle
from zugong.desk.demo.places import places
from zugong.door.scope import Scope
from zugong.ledgers.models import Row
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
    assert sorted(each.key for _, tables in groups for each, _, _ in tables) == sorted([*kept.ledgers, "organizations", "people"])
    for key in kept.ledgers:
        first = Row.objects.filter(ledger=key).first()
        assert [(key, client.get(address).status_code) for address in (f"/ledgers/{key}/", f"/ledgers/{key}/new/", f"/ledgers/{key}/findings/")] == [(key, 200)] * 3
        rows = list(found[key].rows(EVERYTHING, TODAY, {}))
        if not rows:
            assert (key, first is not None, kept.reaches_beyond(kept.ledgers[key].latest.seen_by)) == (key, True, False)
            continue
        assert client.get(f"/{first.address}/").status_code == 200
        path = tmp_path / f"{key}.xlsx"
        write_table(path, found[key], rows)
        back = check(path, found[key], Ask(EVERYTHING, TODAY, None, NOW), tmp_path / "lines")
        (tmp_path / "lines").unlink()
        assert (key, back.problems, {state: number for state, number in back.counts.items() if number and state != "warning"}) == (key, [], {"same": len(rows)})
