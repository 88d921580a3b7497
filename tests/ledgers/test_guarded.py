"""What a reader may not see is told by no other way: not by a sum, a filter, an order, a name, a reference, a message, a paper or a table."""

import datetime as dt
from urllib.parse import unquote

import pytest

from tests.ledgers.rows import entered
from tests.ledgers.test_roster import ask, place
from tests.ledgers.test_screens import text_of
from tests.ledgers.texts import KEPT
from tests.world import NOW, TODAY, account, signed_in
from zugong.door.scope import Scope
from zugong.ledgers.models import Breach, Row
from zugong.ledgers.rosters.ledger import LedgerRoster
from zugong.library.actions.sign import sign
from zugong.library.queries import book
from zugong.sheets.lines import Line

pytestmark = pytest.mark.django_db
TEXT = """
title   = "保密的台账"
owner   = "grassroots_office"
since   = 2020-01-01
checked = 2026-11-01

[[codes]]
key    = "test_grade"
title  = "等级"
values = { good = "好", bad = "差" }

[[ledger]]
key     = "test_secret"
title   = "密账"
one     = "密行"
of      = "branch"
named   = "holder"
unique  = ["number"]
seen_by = ["by", "above"]
keep    = "permanent"

[ledger.fields]
number = "text 编号"
open   = "count 公开数"

[ledger.fields.holder]
type = "text"
title = "持有人"
mask = "middle"

[ledger.fields.grade]
type = "test_grade?"
title = "等级"
seen_by = ["by"]

[ledger.fields.amount]
type = "count?"
title = "数额"
seen_by = ["by"]

[ledger.sums]
total = { title = "合计", adds = ["open", "amount"] }

[[paper]]
key = "secret_notice"
title = "通知"
of = "test_secret"
layout = "notice"
text = ["{unit}：", "{row}。"]

[[ledger]]
key     = "test_narrow"
title   = "窄账"
of      = "branch"
seen_by = ["by"]
keep    = "permanent"
fields  = { name = "text 名称" }

[[ledger]]
key     = "test_refers"
title   = "引用账"
of      = "branch"
seen_by = ["by", "above"]
keep    = "permanent"
fields  = { label = "text 标签", thing = "test_secret? 密", other = "test_narrow? 窄", grade = "test_grade? 等级" }
"""
WHO = "王小明的电话13800001111"


@pytest.fixture
def kept(here, kept):
    sign({"kept_things.toml": KEPT, "secret.toml": TEXT}, note="", by=None, at=NOW)
    return book()


@pytest.fixture
def above(here, kept):
    return signed_in(account("committee_clerk", "below", here.east))


@pytest.fixture
def own(here, kept):
    return signed_in(account("branch_secretary", "below", here.plum))


@pytest.fixture
def secret(here, kept):
    return entered(kept, "test_secret", here.plum, holder=WHO, number="1", open=3, amount=97, grade="bad")


def test_pages_papers_and_sums_cover_it_for_those_above(here, kept, secret, own, above):
    pages = [f"/{secret.address}/", f"/{secret.address}/change/", f"/{secret.address}/end/", "/ledgers/test_secret/?c=total&c=open", f"/ledgers/test_secret/several/?row={secret.pk}"]
    assert [[WHO in text_of(client.get(page)) for page in pages] for client in (own, above)] == [[True] * 5, [False] * 5]
    assert ["100" in text_of(client.get(pages[3])) for client in (own, above)] == [True, False]
    paper = above.get(f"/{secret.address}/papers/secret_notice/")
    assert (paper.status_code, WHO in unquote(paper["Content-Disposition"]), "王" in unquote(paper["Content-Disposition"])) == (200, False, True)


def test_no_filter_order_search_or_suggestion_tells_it(here, kept, secret, own, above):
    context = above.get("/ledgers/test_secret/").context
    assert (list(context["orders"]), [each[0] for each in context["filters"]]) == (["since", "entered", "open"], [])
    assert [len(client.get(f"/ledgers/test_secret/?q={text}").context["rows"]) for client in (own, above) for text in ("1380000", "梅园")] == [1, 1, 0, 0]
    assert len(above.get("/ledgers/test_secret/?f-grade=good").context["rows"]) == 1
    assert ["王" in client.get("/ledgers/test_secret/suggest/?v-thing=王").content.decode() for client in (own, above)] == [True, False]


def test_no_message_names_it(here, kept, secret, own, above):
    sent = {"organization": here.plum.code, "v-number": "1", "v-holder": "别人", "v-open": "1", "since": "2026-01-01"}
    assert [WHO in text_of(client.post("/ledgers/test_secret/new/", sent)) for client in (own, above)] == [False, False]
    assert "结束日期要晚于这一天" in text_of(above.post(f"/{secret.address}/end/", {"on": "2020-01-01", "reason": "试"}))
    assert WHO not in text_of(above.post(f"/{secret.address}/end/", {"on": "2020-01-01", "reason": "试"}))


def test_no_reference_names_it(here, kept, secret, own, above):
    narrow = entered(kept, "test_narrow", here.plum, name="窄名甲")
    row = entered(kept, "test_refers", here.plum, label="甲", thing=secret.pk, other=narrow.pk)
    pages = [f"/{row.address}/", f"/{row.address}/change/", "/ledgers/test_refers/?c=thing&c=other"]
    assert [[word in client.get(page).content.decode() for page in pages for word in (WHO, "窄名甲")] for client in (own, above)] == [[True] * 6, [False] * 6]
    form = above.get(f"/{row.address}/change/").context["form"]
    sent = {name: form.initial.get(name) or form.fields[name].initial or "" for name in form.fields} | {"version": 1, "reason": "核对", "v-label": "乙"}
    assert above.post(f"/{row.address}/change/", sent).status_code == 302
    assert {key: Row.objects.get(pk=row.pk).fields[key] for key in ("label", "thing", "other")} == {"label": "乙", "thing": secret.pk, "other": narrow.pk}
    new = {"organization": here.plum.code, "v-label": "丙", "since": "2026-01-01"}
    assert [client.post("/ledgers/test_refers/new/", new | {"v-other": name}).status_code for client in (above, own) for name in ("窄名甲", "没有")] == [422, 422, 302, 422]
    out = list(LedgerRoster(kept, "test_refers").rows(Scope.below(here.east.path), TODAY, {}))
    assert [WHO in str(line) or "窄名甲" in str(line) for line in out] == [False] * len(out)


def test_a_sealed_row_is_sealed_for_those_above(here, kept, own, above):
    row = entered(kept, "test_refers", here.plum, label="封住的")
    Row.objects.filter(pk=row.pk).update(sealed_at=NOW)
    pages = [f"/{row.address}/", "/ledgers/test_refers/", "/ledgers/test_refers/?q=封住"]
    assert [["封住的" in text_of(client.get(page)).replace("名称里的字", "") for page in pages[:2]] for client in (own, above)] == [[True, True], [False, False]]
    assert [len(client.get(pages[2]).context["rows"]) for client in (own, above)] == [1, 0]
    assert list(LedgerRoster(kept, "test_refers").rows(Scope.below(here.east.path), TODAY, {})) == []


def test_what_is_offered_no_more_stays_until_it_is_changed(here, kept, own):
    row = entered(kept, "test_refers", here.plum, label="甲", grade="bad")
    sign({"kept_things.toml": KEPT, "secret.toml": TEXT.replace(', bad = "差"', "")}, note="", by=None, at=NOW)
    form = own.get(f"/{row.address}/change/").context["form"]
    sent = {name: form.initial.get(name) or form.fields[name].initial or "" for name in form.fields} | {"version": 1, "reason": "核对", "v-label": "乙"}
    assert (own.post(f"/{row.address}/change/", sent).status_code, Row.objects.get(pk=row.pk).fields) == (302, {"label": "乙", "grade": "bad"})


def test_a_line_of_a_table_names_only_what_it_may(here, kept):
    entered(kept, "test_narrow", here.bamboo, name="别家的")
    line = Line("表", 2, {"organization": place(here.plum), "label": "甲", "other": "别家的"})
    LedgerRoster(kept, "test_refers").resolve([line], ask(Scope.exactly([here.plum.path])))
    assert line.faults["other"].code == "reference_unknown"


def test_why_a_row_was_saved_so_is_kept_and_not_asked_again(here, kept, own):
    sent = {"organization": here.plum.code, "v-name": "活动室", "v-number": "1", "v-state": "open", "v-area": "60", "v-seats": "61", "since": "2026-01-01", "explained": "临时加座"}
    assert own.post("/ledgers/test_site/new/", sent).status_code == 302
    row = Row.objects.get(ledger="test_site")
    change = sent | {"reason": "核对", "explained": ""}
    assert own.post(f"/{row.address}/change/", change | {"v-name": "大活动室", "version": 1}).status_code == 302
    assert list(Breach.objects.values_list("explained", flat=True)) == ["临时加座"]
    assert own.post(f"/{row.address}/change/", change | {"v-seats": "70", "version": 2}).status_code == 422
    assert own.post(f"/{row.address}/change/", change | {"v-seats": "70", "version": 2, "explained": "又加了"}).status_code == 302
    assert (Row.objects.get(pk=row.pk).since, list(Breach.objects.values_list("explained", flat=True))) == (dt.date(2026, 1, 1), ["又加了"])
