"""Uploading a template: each wrong placeholder is named with the nearest right one, and nothing is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.world import account, rulebook, signed_in, uploaded_template
from zugong.files.models import StoredFile
from zugong.library.models import PaperTemplate

pytestmark = pytest.mark.django_db
ADDRESS = "/library/papers/theme_day_record/adopt/"


@pytest.fixture
def clerk(settings, tmp_path):
    settings.FILES = tmp_path
    rulebook()
    return signed_in(account("section_clerk"))


def test_a_right_template_is_adopted(clerk):
    answer = clerk.post(ADDRESS, {"file": uploaded_template("主题：{{ theme }}", "{% for each in people %}{{ each.name }}{% endfor %}"), "note": "新版"}, follow=True)
    assert (answer.status_code, answer.redirect_chain[0][0], "模板已采用" in answer.text) == (200, "/library/papers/theme_day_record/", True)
    assert list(PaperTemplate.objects.values_list("paper", "note", "replaced_at")) == [("theme_day_record", "新版", None)]


def test_every_wrong_placeholder_is_named_with_the_nearest_right_one(clerk):
    answer = clerk.post(ADDRESS, {"file": uploaded_template("主题：{{ themes }}", "{{ present }}", "{% for each in people %}{{ each.nam }}{% endfor %}")})
    wanted = ("“themes”不是可用的字段，是不是“theme”？", "“people.nam”不是可用的字段，是不是“people.name”？")
    assert (answer.status_code, [text for text in wanted if text not in answer.text]) == (422, [])
    assert (PaperTemplate.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_what_is_no_document_is_refused_with_the_reason(clerk):
    answer = clerk.post(ADDRESS, {"file": SimpleUploadedFile("模板.docx", "纯文本".encode())})
    assert (answer.status_code, "“模板.docx”不是 .docx 文档" in answer.text) == (422, True)


def test_only_who_adopts_uploads(clerk):
    assert signed_in(account("leader")).get(ADDRESS).status_code == 403
