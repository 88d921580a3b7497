from django.http import HttpRequest
from django.shortcuts import render

from zugong.desk.search import MOST, is_enough, kinds_open_to, search
from zugong.door.asked_text import LONGEST, asked_text
from zugong.door.methods import reads
from zugong.door.rights import EVERYONE


@reads(EVERYONE)
def find(request: HttpRequest):
    """People, organizations, mechanisms, sentences of plans and pages by a name, a part of it or pinyin initials: a page, or the list in the dialog."""
    text = asked_text(request.GET.get("q"))
    sections = search(request, text) if is_enough(text) else []
    context = {"q": text, "sections": sections, "is_enough": is_enough(text), "number": sum(len(section.hits) for section in sections), "kinds": kinds_open_to(request), "most": MOST, "longest": LONGEST}
    return render(request, "desk/_found.html" if request.htmx else "desk/search.html", context)
