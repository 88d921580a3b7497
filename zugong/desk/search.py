"""What a search finds: one section for each kind of thing the account may see; one statement for each, and two for who the people are."""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from zugong.charter.book import Book
from zugong.door.navigation import open_to
from zugong.library.queries import book
from zugong.plans.queries import sentences_saying
from zugong.registry.called import letters_of, spellings_of
from zugong.registry.initials import initials_of
from zugong.registry.models import Organization, Person
from zugong.registry.queries import organizations_called, people_called, people_holding

MOST = 8


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class Section:
    """What was found of one kind, at most MOST; `more` is a list of all when there are more, `is_cut` says that there are."""

    title: str
    icon: str
    hits: list[Hit]
    is_cut: bool = False
    more: str = ""


def kinds_open_to(request: HttpRequest) -> list[str]:
    """What the account can search for, in words."""
    kinds = {"人员": "person.read", "组织": "organization.read", "机制": "library.read", "台账": "ledger.read", "计划举措": "plan.read"}
    return [*(title for title, right in kinds.items() if request.may(right)), "页面"]


def is_enough(text: str) -> bool:
    """One Chinese character may be searched for; one letter or digit would find half the district."""
    return len(text) > 1 or not text.isascii()


def search(request: HttpRequest, text: str) -> list[Section]:
    """All sections that hold something."""
    sections = []
    if request.may("person.read"):
        found = list(people_called(request.scope("person.read"), request.today, text)[: MOST + 1])
        sections.append(_section("人员", "users", [_person(each) for each in found], "registry:people", text))
    if request.may("organization.read"):
        rows = list(organizations_called(request.scope("organization.read"), request.today, text)[: MOST + 1])
        sections.append(_section("组织", "sitemap", [_organization(each) for each in rows], "registry:organizations", text))
    if request.may("library.read") or request.may("ledger.read"):
        here = book()
        sections.append(_section("机制", "book-2", _mechanisms(here, text) if request.may("library.read") else []))
        sections.append(_section("台账", "archive", _ledgers(request, here, text) if request.may("ledger.read") else []))
    if request.may("plan.read"):
        spellings = spellings_of(text)
        sections.append(_section("计划举措", "flag", [_sentence(each, spellings) for each in sentences_saying(spellings)[: MOST + 1]]))
    return [section for section in [*sections, _pages(request, text)] if section.hits]


def search_number(request: HttpRequest, number: str) -> list[Section]:
    """The person in scope who holds a whole identity number."""
    found = people_holding(request.scope("person.read"), request.today, number) if request.may("person.read") else []
    section = _section("人员", "users", [_person(each) for each in found])
    return [section] if section.hits else []


def _section(title: str, icon: str, hits: list[Hit], index: str = "", text: str = "") -> Section:
    is_cut = len(hits) > MOST
    return Section(title, icon, hits[:MOST], is_cut, f"{reverse(index)}?{urlencode({'q': text})}" if is_cut and index else "")


def _person(person: Person) -> Hit:
    """Where the person belongs and which offices the person holds, as far as the reader's scope goes."""
    places = {each.organization: "" for each in person.here}
    for post in person.held:
        places[post.organization] = "、".join(filter(None, [places.get(post.organization, ""), post.title or post.get_role_display()]))
    return Hit(person.name, "；".join(f"{place.name} {role}".strip() for place, role in places.items()), f"/{person.address}/")


def _organization(organization: Organization) -> Hit:
    above = f"，上级{organization.parent.name}" if organization.parent else ""
    return Hit(organization.name, organization.get_kind_display() + above, f"/{organization.address}/")


def _mechanisms(here: Book, text: str) -> list[Hit]:
    """Mechanisms by their title, another name of theirs, or the title of a record, duty or indicator; who is called so comes first."""
    found = []
    for key, mechanism in here.mechanisms.items():
        words = [entry.latest.title for table in (here.records, here.duties, here.indicators) for entry in table.values() if entry.mechanism == key]
        nearest = min(((_nearness(name, text), name) for name in (mechanism.title, *mechanism.aliases, *words)), key=lambda pair: pair[0])
        if nearest[0] < 3:
            detail = mechanism.summary if nearest[1] == mechanism.title else nearest[1]
            found.append((nearest[0], Hit(mechanism.title, detail, reverse("library:show", args=[key]))))
    return [hit for _, hit in sorted(found, key=lambda pair: pair[0])]


def _ledgers(request: HttpRequest, here: Book, text: str) -> list[Hit]:
    """Ledgers in force by their titles, and by what one of their rows is called; the nearest first."""
    found = []
    for key, entry in here.ledgers.items():
        nearest = min(_nearness(name, text) for name in (entry.latest.title, entry.latest.noun))
        if nearest < 3 and entry.on(request.today):
            found.append((nearest, Hit(entry.latest.title, here.mechanisms[entry.mechanism].title, reverse("ledgers:list", args=[key]))))
    return [hit for _, hit in sorted(found, key=lambda pair: pair[0])]


def _pages(request: HttpRequest, text: str) -> Section:
    found = [entry for entry in open_to(request) if _nearness(entry.title, text) < 3]
    return _section("页面", "arrow-right", [Hit(entry.title, entry.section, reverse(entry.url)) for entry in found])


def _nearness(name: str, text: str) -> int:
    """0 called so, 1 begins so, 2 holds it, 3 does not."""
    if letters := letters_of(text):
        read = _read(name)
        return 0 if read == letters else 1 if read.startswith(letters) else 3
    wanted = spellings_of(text)
    return 0 if name in wanted else 1 if name.startswith(tuple(wanted)) else 2 if any(each in name for each in wanted) else 3


@cache
def _read(title: str) -> str:
    return initials_of(title)


def _sentence(sentence, spellings: list[str], before: int = 16, length: int = 60) -> Hit:
    """The part of a long sentence around what was typed."""
    text = sentence.text
    at = next((place for each in spellings if (place := text.find(each)) >= 0), 0)
    begin = max(0, min(at - before, len(text) - length))
    shown = ("…" if begin else "") + text[begin : begin + length] + ("…" if begin + length < len(text) else "")
    return Hit(shown, sentence.plan.title, f"/{sentence.address}/")
