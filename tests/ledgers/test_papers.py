"""Declared papers of a ledger: rosters of its list, forms and notices of a row."""

import datetime as dt

import pytest

from tests.ledgers.rows import site
from tests.world import NOW, TODAY, account, queries_of, signed_in, text_of, uploaded_template
from zugong.journal.models import Reading
from zugong.library.actions.adopt_template import adopt_template
from zugong.library.actions.sign import sign
from zugong.library.queries import book

PAPERS = """
title   = "阵地文书"
owner   = "grassroots_office"
since   = 2020-01-01
checked = 2026-11-01

[[paper]]
key     = "site_roster"
title   = "阵地名册"
of      = "test_site"
layout  = "roster"
columns = ["keeper", "name", "size", "ends_on"]
order   = "strokes of keeper"

[[paper]]
key     = "sites_by_end"
title   = "到期阵地"
of      = "test_site"
layout  = "roster"
columns = ["name", "ends_on"]
order   = "ends_on"

[[paper]]
key     = "site_form"
title   = "阵地登记表"
of      = "test_site"
layout  = "form"
columns = ["organization", "name", "rent", "since"]
seen_by = ["by"]

[[paper]]
key    = "site_notice"
title  = "租期通知"
of     = "test_site"
layout = "notice"
text   = ["{unit}：", "{name}的租期到{ends_on}。"]
"""


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = str(TODAY)


@pytest.fixture
def printed(kept):
    sign({"kept_papers.toml": PAPERS}, by=None, at=NOW)
    return book()


@pytest.fixture
def secretary(here):
    return signed_in(account("branch_secretary", "below", here.plum))


def three(printed, here):
    """Kept by 梅六, 梅二 and nobody."""
    rows = [("甲室", "1", "梅六", "2027-01-01"), ("乙室", "2", "梅二", None), ("丙室", "3", None, "2026-12-01")]
    return [site(printed, here.plum, name, number, keeper=here.person(who).pk if who else None, ends_on=end) for name, number, who, end in rows]


def test_a_roster_stands_in_the_order_of_strokes_with_the_papers_columns(here, printed, secretary):
    three(printed, here)
    lines = text_of(secretary.get("/ledgers/test_site/papers/site_roster/")).split("\n")
    assert lines == [
        "阵地名册", "梅园党支部\t截至2026年11月23日　共3人", "序号 | 管理人 | 名称 | 面积和座位 | 租期到", "1 |  | 丙室 | 60 | 2026-12-01", "2 | 梅二 | 乙室 | 60 | ", "3 | 梅六 | 甲室 | 60 | 2027-01-01",
    ]  # fmt: skip
    assert list(Reading.objects.values_list("address", flat=True)) == ["ledgers/test_site"]


def test_a_roster_in_the_order_of_a_column_has_the_empty_ones_last(here, printed, secretary):
    three(printed, here)
    lines = text_of(secretary.get("/ledgers/test_site/papers/sites_by_end/")).split("\n")
    assert lines[1:] == ["梅园党支部\t截至2026年11月23日　共3条", "序号 | 名称 | 租期到", "1 | 丙室 | 2026-12-01", "2 | 甲室 | 2027-01-01", "3 | 乙室 | "]


def test_the_lists_filters_hold_for_its_papers(here, printed, secretary):
    three(printed, here)
    lines = text_of(secretary.get("/ledgers/test_site/papers/sites_by_end/?q=甲")).split("\n")
    assert lines[3:] == ["1 | 甲室 | 2027-01-01"]


def test_a_notice_is_written_to_whom_it_says_and_signed_by_the_organization(here, printed, secretary):
    row = three(printed, here)[0]
    lines = [line for line in text_of(secretary.get(f"/ledgers/rows/{row.pk}/papers/site_notice/")).split("\n") if line]
    assert lines == ["租期通知", "梅园党支部：", "甲室的租期到2027年1月1日。", "梅园党支部", "2026年11月23日"]


def test_a_form_that_is_for_the_own_organization_is_not_there_for_those_above(here, printed, secretary):
    row = site(printed, here.plum, rent=120050)
    address, above = f"/ledgers/rows/{row.pk}/papers/site_form/", signed_in(account("committee_clerk", "below", here.east))
    assert text_of(secretary.get(address)).split("\n")[2:] == ["所属组织 | 梅园党支部 | 名称 | 活动室", "年租金 | 1,200.50 | 起日 | 2026年1月1日"]
    assert (above.get(address).status_code, [key for key, _ in above.get(f"/ledgers/rows/{row.pk}/").context["papers"]]) == (404, ["site_notice"])


def test_the_pages_offer_lists_and_rows_their_own_papers(here, printed, secretary):
    row = site(printed, here.plum)
    listed, shown = secretary.get("/ledgers/test_site/?q=活"), secretary.get(f"/ledgers/rows/{row.pk}/")
    assert [[key for key, _ in page.context["papers"]] for page in (listed, shown)] == [["site_roster", "sites_by_end"], ["site_form", "site_notice"]]
    assert 'href="papers/site_roster/?q=%E6%B4%BB"' in listed.text
    assert [secretary.get(address).status_code for address in ("/ledgers/test_site/papers/site_form/", f"/ledgers/rows/{row.pk}/papers/site_roster/")] == [404, 404]


def test_a_template_prints_the_rows_in_the_same_order(here, printed, secretary):
    three(printed, here)
    adopt_template("site_roster", uploaded_template("{{ unit }}共{{ count }}处", "{% for each in rows %}{{ each.number }}.{{ each.name }} {% endfor %}"), by=None, at=NOW)
    assert text_of(secretary.get("/ledgers/test_site/papers/site_roster/")).split("\n") == ["梅园党支部共3处", "1.丙室 2.乙室 3.甲室 "]


def test_another_branch_has_neither_list_nor_row(here, printed):
    row = site(printed, here.plum)
    far = signed_in(account("branch_secretary", "below", here.far))
    assert far.get(f"/ledgers/rows/{row.pk}/papers/site_notice/").status_code == 404
    assert "活动室" not in text_of(far.get("/ledgers/test_site/papers/site_roster/"))


@pytest.mark.parametrize("number", [1, 3])
def test_papers_send_as_many_statements_for_three_rows_as_for_one(here, printed, secretary, number):
    rows = [site(printed, here.plum, f"{each}室", str(each), keeper=here.person("梅一").pk, since=dt.date(2026, 1, 1)) for each in range(number)]
    assert [queries_of(secretary, address) for address in ("/ledgers/test_site/papers/site_roster/", f"/ledgers/rows/{rows[0].pk}/papers/site_notice/", "/ledgers/test_site/paper/")] == [10, 10, 9]
