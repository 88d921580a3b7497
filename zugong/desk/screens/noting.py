import uuid

from django import forms
from django.http import Http404, HttpRequest
from django.shortcuts import redirect

from zugong.charter import notations
from zugong.charter.book import Book
from zugong.door.acts import act
from zugong.door.methods import writes
from zugong.library.queries import book
from zugong.records.actions.file import Part, file
from zugong.records.forms import Filing
from zugong.registry.access import organization_or_404
from zugong.registry.forms import Day
from zugong.registry.queries import expected_at


class Noting(Filing):
    """A record that names only those who took part: the day, who, and the kind's own fields."""

    def __init__(self, *args, people: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        (kind,) = self.kinds
        for name in ("begins", "place", "guests"):
            del self.fields[name]
        there = forms.TypedMultipleChoiceField(label="参加的人", choices=people, coerce=int, widget=forms.CheckboxSelectMultiple(attrs={"class": "zg-many"}))
        self.fields = {"key": forms.CharField(widget=forms.HiddenInput, min_length=16, max_length=40), "on": self.fields["on"], f"{kind}-there": there, **self.fields}


def wanted(book: Book, kind: str, day) -> str:
    """How many people the kind names, in words."""
    picks = notations.picks(book.records[kind].on(day).picks)
    return f"{picks.least} 人" if picks.most == picks.least else f"{picks.least} 人以上" if picks.most is None else f"{picks.least} 至 {picks.most} 人"


@writes("record.file")
def new(request: HttpRequest, pk: int, kind: str):
    """Record something that names only those who took part: a talk, a contact. Filed once, whatever is pressed twice."""
    organization, here = organization_or_404(request, pk, "record.file"), book()
    try:
        day = Day(latest=request.today).clean(request.POST.get("on") or str(request.today))
    except forms.ValidationError:
        day = request.today
    word = here.records[kind].on(day) if kind in here.records else None
    if not word or not word.picks or organization.kind not in here.kinds_of(word.by):
        raise Http404
    people = [(each.person, each.name) for each in expected_at([organization], word.roll, here, day)[organization.pk]]
    form = Noting(request.POST or None, book=here, kinds=[kind], today=request.today, people=people, initial={"key": uuid.uuid4().hex})

    def do(data: dict):
        part = Part(organization, kind, fields=form.told(kind), there=data[f"{kind}-there"])
        file(here, [part], key=data["key"], on=data["on"], today=request.today, minutes=data["minutes"], by=request.user.pk, at=request.now)

    answer = act(
        request, form, do, title=f"记一次{word.title}", submit="保存", back=f"/{organization.address}/home/", said="已记下。", note="".join(here.mechanisms[here.records[kind].mechanism].bounds),
        help_text=f"{organization.name}。选出参加的 {wanted(here, kind, day)}；名单按 {day} 在册人员，改了日期会重新核对。",
    )  # fmt: skip
    return redirect("desk:filed", form.cleaned_data["key"]) if answer.status_code == 302 else answer
