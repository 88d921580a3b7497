"""Templates of papers: adopted, replaced and set aside, never deleted."""

import datetime as dt

import pytest

from tests.world import NOW, account, queries_of, rulebook, signed_in, uploaded_template
from zugong.door.refusal import Refused
from zugong.files.queries import files_about
from zugong.journal.models import Line
from zugong.library.actions.adopt_template import adopt_template
from zugong.library.actions.set_aside_template import set_aside_template
from zugong.library.queries import printable, template_bytes, template_of, templates_of

pytestmark = pytest.mark.django_db
PAPER = "theme_day_record"
LATER = NOW + dt.timedelta(days=1)


def adopted(line: str = "{{ theme }}", at=NOW):
    return adopt_template(PAPER, uploaded_template(line), note="试", by=None, at=at)


def test_a_template_is_in_force_from_its_adoption():
    assert template_bytes(PAPER) is None
    given = uploaded_template("{{ theme }}")
    made = adopt_template(PAPER, given, by=None, at=NOW)
    given.seek(0)
    assert (template_of(PAPER), template_bytes(PAPER)) == (made, given.read())
    assert list(Line.objects.values_list("address", "verb")) == [(files_about(made.address).get().address, "attach"), (f"library/papers/{PAPER}", "adopt_template")]


def test_a_later_one_replaces_it_and_the_former_stays():
    first, second = adopted(), adopted("{{ unit }}", LATER)
    assert [(row, row.replaced_at) for row in templates_of(PAPER)] == [(second, None), (first, LATER)]
    assert files_about(first.address).count() == 1


def test_the_same_file_is_not_adopted_twice():
    given = uploaded_template("{{ theme }}")
    adopt_template(PAPER, given, by=None, at=NOW)
    given.seek(0)
    with pytest.raises(Refused, match="和现行的模板完全一样"):
        adopt_template(PAPER, given, by=None, at=LATER)
    assert templates_of(PAPER).count() == 1


def test_setting_aside_goes_back_to_our_own_layout():
    made = adopted()
    set_aside_template(PAPER, reason="用回原来的", by=None, at=LATER)
    assert (template_bytes(PAPER), [(row, row.replaced_at) for row in templates_of(PAPER)]) == (None, [(made, LATER)])
    with pytest.raises(Refused, match="现在没有在用的模板"):
        set_aside_template(PAPER, reason="再来", by=None, at=LATER)


def test_a_paper_that_is_only_a_template_is_offered_once_there_is_one():
    word = rulebook().papers[PAPER].latest.model_copy(update={"layout": "template"})
    assert printable([(PAPER, word)]) == []
    adopted()
    assert printable([(PAPER, word)]) == [(PAPER, word)]


def test_the_page_of_a_paper_lists_what_a_template_may_name_and_its_versions():
    rulebook()
    adopted(), adopted("{{ unit }}", LATER)
    page = signed_in(account("section_clerk")).get(f"/library/papers/{PAPER}/").text
    wanted = ("主题党日活动记录：主题党日，版式是会议记录，印主题、内容。", "{{ theme }}", "{%tr for each in people %}", "{{ each.attendance }}", "在用", "已换下", f"/library/papers/{PAPER}/adopt/")
    assert [text for text in wanted if text not in page] == []
    assert f"/library/papers/{PAPER}/adopt/" not in signed_in(account("leader")).get(f"/library/papers/{PAPER}/").text


def test_a_mechanism_shows_its_papers_and_an_unknown_one_has_no_page():
    rulebook()
    client = signed_in(account("leader"))
    assert f"/library/papers/{PAPER}/" in client.get("/library/themed_party_day/").text
    assert client.get("/library/papers/nothing/").status_code == 404


@pytest.mark.parametrize("versions", [1, 3])
def test_the_page_sends_as_many_statements_for_three_versions_as_for_one(versions):
    rulebook()
    for number in range(versions):
        adopted(f"第{number}版{{{{ theme }}}}", NOW + dt.timedelta(days=number))
    assert queries_of(signed_in(account("leader")), f"/library/papers/{PAPER}/") == 5
