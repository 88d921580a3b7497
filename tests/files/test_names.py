"""Names as people and attackers write them."""

import pytest

from zugong.files.names import clean_name

NAMES = {
    "../../etc/passwd": "passwd.pdf",
    "C:\\Users\\wang\\讲稿.pdf": "讲稿.pdf",
    "讲稿（定稿）第3版.PDF": "讲稿（定稿）第3版.PDF",
    "党课\r\nSet-Cookie: a=b.pdf": "党课 Set-Cookie_ a=b.pdf",
    "\0通\x07知\x7f.pdf": "通知.pdf",
    "合同\u202efdp.exe": "合同fdp.exe.pdf",
    "零宽\u200b\ufeff字.pdf": "零宽字.pdf",
    'a<b>:"|?*.pdf': "a_b______.pdf",
    "  多  个   空格 .pdf": "多 个 空格.pdf",
    "没有后缀": "没有后缀.pdf",
    ".pdf": "文件.pdf",
    "": "文件.pdf",
    "...": "文件.pdf",
    "/": "文件.pdf",
    "病毒.exe": "病毒.exe.pdf",
    "双后缀.pdf.exe": "双后缀.pdf.exe.pdf",
    "长" * 300 + ".pdf": "长" * 100 + ".pdf",
    "cafe\u0301.pdf": "caf\u00e9.pdf",
    "半个\ud83d.pdf": "半个.pdf",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_made_harmless_and_ends_as_its_kind_does(name):
    assert clean_name(name, "pdf") == NAMES[name]


@pytest.mark.parametrize(("name", "kind", "wanted"), [("a.JPEG", "jpeg", "a.JPEG"), ("a.jpg", "png", "a.jpg.png"), ("a.bat", "text", "a.bat.txt"), ("a.docm", "docx", "a.docm.docx")])
def test_an_ending_that_is_not_the_kinds_is_no_ending(name, kind, wanted):
    assert clean_name(name, kind) == wanted


@pytest.mark.parametrize(("name", "wanted"), [("../x.exe", "x.exe"), ("无后缀", "无后缀"), ("a." + "b" * 300, "a." + "b" * 10)])
def test_without_a_kind_the_name_is_only_made_harmless(name, wanted):
    assert clean_name(name) == wanted
