from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from zugong.desk.search import MOST, Section, is_enough, kinds_open_to, search, search_number
from zugong.door.asked_text import LONGEST, asked_text
from zugong.door.methods import writes
from zugong.door.rights import EVERYONE
from zugong.registry.id_numbers import cleaned, is_sound, looks_like_one

IN_ADDRESS = "身份证号码不要写在网址里。请在这里重新输入 18 位号码"
NOT_WHOLE = "身份证号码要写全 18 位，写错一位也找不到"
NOBODY = "没有找到持这个号码的人，或不在您的范围里"


@writes(EVERYONE, late=True)
def find(request: HttpRequest):
    """People, organizations, mechanisms, sentences of plans and pages by a name, a part of it or pinyin initials: a page, or the list in the dialog. What is sent goes on to an address, but an identity number does not."""
    typed = asked_text((request.POST or request.GET).get("q"), numbers=True)
    if looks_like_one(typed):
        sections, said = _by_number(request, typed)
        return _answer(request, "", sections, said)
    if request.method == "POST" and not request.htmx:
        return redirect(f"{reverse('desk:search')}?{urlencode({'q': typed})}")
    return _answer(request, typed, search(request, typed) if is_enough(typed) else [])


def _by_number(request: HttpRequest, typed: str) -> tuple[list[Section], str]:
    """Who was found, or what is said instead."""
    if request.method != "POST":
        return [], IN_ADDRESS
    if not is_sound(cleaned(typed)):
        return [], NOT_WHOLE
    sections = search_number(request, typed)
    return sections, "" if sections else NOBODY


def _answer(request: HttpRequest, text: str, sections: list[Section], said: str = ""):
    context = {
        "q": text, "sections": sections, "said": said, "is_enough": is_enough(text), "number": sum(len(section.hits) for section in sections), "kinds": kinds_open_to(request), "most": MOST, "longest": LONGEST,
        "may_number": request.may("person.read"),
    }  # fmt: skip
    answer = render(request, "desk/_found.html" if request.htmx else "desk/search.html", context)
    if request.method == "POST":
        answer["Cache-Control"] = "no-store"
    return answer
