"""Files are added, opened and removed on a phone."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.places import BRANCH, PLACES, come_to
from tests.files.papers import PDF, docx, photo

pytestmark = pytest.mark.browser
ADD, REMOVE = "main button:has-text('添加')", "main button:has-text('移除')"


def test_a_refused_choice_says_why_a_good_one_stands_on_the_page_and_is_saved_and_removed(sit, trouble):
    trouble.allow("422")
    page = sit(BRANCH, PHONE)
    come_to(page, *PLACES["attach"][1:])
    page.set_input_files("input[type=file]", [{"name": "照片.jpg", "mimeType": "image/jpeg", "buffer": b"MZ\x90\0\0"}])
    page.click(ADD)
    assert page.locator(".zg-error").inner_text().strip() == "“照片.jpg”是程序，不是资料，不能收"
    chosen = [("讲稿.pdf", PDF), ("现场.jpg", photo(6)), ("方案.docx", docx())]
    page.set_input_files("input[type=file]", [{"name": name, "mimeType": "", "buffer": data} for name, data in chosen])
    page.click(ADD)
    assert page.locator(".zg-file").all_inner_texts() == [name for name, _ in chosen]
    with page.expect_download() as saving:
        page.click(".zg-file >> nth=0")
    assert (saving.value.suggested_filename, saving.value.path().read_bytes()) == ("讲稿.pdf", PDF)
    for left in (2, 1, 0):
        page.click("text=移除 >> nth=0")
        page.fill("input[name=reason]", "传错了")
        page.click(REMOVE)
        page.wait_for_selector("text=附件已移除。")
        assert page.locator(".zg-file").count() == left
