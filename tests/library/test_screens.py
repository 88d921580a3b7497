"""The library as pages: each mechanism as sentences with source, examples and editions."""

import datetime as dt

import pytest

from tests.world import NOW, account, queries_of, rulebook, shipped_texts, signed_in
from zugong.library.actions.sign import sign
from zugong.library.models import AdoptedFile
from zugong.library.queries import book

pytestmark = pytest.mark.django_db
NAME = "political/themed_party_day.toml"


def test_an_empty_library_says_what_to_do():
    assert "请联系组织部门科室经办" in signed_in(account("leader")).get("/library/").text
    assert "/library/adopt/" in signed_in(account("section_clerk")).get("/library/").text


def test_the_index_lists_every_adopted_mechanism_by_the_part_of_the_work():
    here = rulebook()
    answer = signed_in(account("leader")).get("/library/")
    listed = {row["key"] for _, rows in answer.context["parts"] for row in rows}
    assert (listed, answer.context["parts"][0][0]) == (set(here.mechanisms), "政治建设")


def test_every_mechanism_has_a_page_and_an_unknown_one_none():
    here = rulebook()
    client = signed_in(account("leader"))
    answers = {key: client.get(f"/library/{key}/").status_code for key in [*here.mechanisms, "nothing"]}
    assert answers == dict.fromkeys(here.mechanisms, 200) | {"nothing": 404}


def test_a_page_says_the_rule_its_source_its_fields_and_its_examples():
    rulebook()
    page = signed_in(account("leader")).get("/library/themed_party_day/").text
    wanted = ("每月开展一次主题党日", "中国共产党党员教育管理工作条例", "已核对原文", "主题（可不填）", "三个支部联合开展一次，各算一次", "不要求上传照片或报道。")
    assert [text for text in wanted if text not in page] == []


def test_a_replaced_text_is_still_shown_as_it_was_signed():
    rulebook()
    sign({NAME: shipped_texts()[NAME] + "\n# changed\n"}, note="加注", by=None, at=NOW + dt.timedelta(days=1))
    client = signed_in(account("leader"))
    old, new = AdoptedFile.objects.filter(key="themed_party_day").order_by("id")
    history = client.get("/library/themed_party_day/").text
    assert (f"/library/text/{old.pk}/" in history, f"/library/text/{new.pk}/" in history, "加注" in history) == (True, True, True)
    assert ["# changed" in client.get(f"/library/text/{row.pk}/").text for row in (old, new)] == [False, True]


@pytest.mark.parametrize("files", [1, 3])
def test_the_index_and_a_page_send_as_many_statements_for_three_files_as_for_one(files):
    names = [NAME, "political/party_lecture.toml", "political/general_meeting_of_members.toml"][:files]
    sign({name: shipped_texts()[name] for name in ["offices.toml", *names]}, by=None, at=NOW)
    book()  # linked once for each adoption, not for each page
    client = signed_in(account("leader"))
    assert (queries_of(client, "/library/"), queries_of(client, "/library/themed_party_day/")) == (5, 5)
