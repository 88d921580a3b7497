"""Every URL as every role, inside and outside the role's scope: what answers is what the screen declares, and nothing else.

A new URL fails here until EXAMPLES says with which objects it is opened.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from tests.world import (
    NOW,
    TODAY,
    District,
    account,
    checking_in,
    district,
    filed,
    member,
    members,
    organization,
    rulebook,
    signed_in,
    uploaded_template,
)
from zugong.door import invitation
from zugong.door.actions.issue_token import issue_token
from zugong.door.models import Account, SystemToken
from zugong.door.rights import ABOUT_PEOPLE, EVERYONE, VISITOR, all_rights, roles
from zugong.door.scope import Scope
from zugong.duties.actions.ask_exemption import ask_exemption
from zugong.duties.models import Exemption
from zugong.files.models import StoredFile
from zugong.ledgers.actions.attach import attach as attach_to_row
from zugong.ledgers.models import Row
from zugong.library.actions.adopt_template import adopt_template
from zugong.library.models import AdoptedFile, PaperTemplate
from zugong.plans.actions.freeze import freeze
from zugong.plans.actions.import_plan import import_plan
from zugong.plans.actions.set_goal import set_goal
from zugong.plans.models import Goal, Plan, Sentence
from zugong.plans.outline import read_outline
from zugong.records.actions.attach import attach
from zugong.records.models import CheckIn, Record
from zugong.registry.actions.appoint import appoint
from zugong.registry.actions.send_off import send_off
from zugong.registry.models import Membership, Organization, Post, Transfer
from zugong.registry.rosters.people import People
from zugong.sheets.actions.receive import receive
from zugong.sheets.models import Batch
from zugong.sheets.rosters import Ask

pytestmark = pytest.mark.django_db
MOST_QUERIES = 13  # on the cockpit one of them looks for a kept evaluation
PLAN = "云川区2026年工作要点\n一、抓基层\n（一）组织生活\n1.每月开展主题党日。\n2.支部书记讲党课。\n"


# --- who asks ---


@dataclass(frozen=True)
class Reader:
    """A role with its reach on a place of the district; the self of a member is the first member there."""

    role: str = ""
    reach: str = "all"
    place: str = ""

    @property
    def rights(self) -> frozenset[str]:
        return roles()[self.role].rights if self.role else frozenset()

    def may(self, right: str) -> bool:
        return right in (EVERYONE, VISITOR) or right in self.rights

    def sees(self, right: str, sort: str, side: str) -> bool:
        """Whether an object lies inside the scope that the reader has for a right."""
        if sort == "another's":
            return False
        if sort in ("list", "house") or (self.reach == "all" and sort != "own"):
            return True
        if self.reach == "self" and right in ABOUT_PEOPLE:
            return side == "inside" and sort == "person"
        if sort == "own":
            return side == "inside" and self.place == "plum"
        return side == "inside"

    def sign_in(self, here: District) -> Client:
        place = getattr(here, self.place) if self.place else None
        who = account(self.role, self.reach, place, person=here.person("梅一") if self.reach == "self" else None)
        if self.role and roles()[self.role].administrator:
            TOTP.activate(who, generate_totp_secret())
        return signed_in(who)


READERS = {
    "nobody": Reader(),
    "member": Reader("member", "self", "plum"),
    "branch_secretary": Reader("branch_secretary", "below", "plum"),
    "unit_recorder": Reader("unit_recorder", "own", "plum"),
    "committee_clerk": Reader("committee_clerk", "below", "east"),
    "section_clerk": Reader("section_clerk"),
    "leader": Reader("leader"),
    "system_administrator": Reader("system_administrator"),
    "security_administrator": Reader("security_administrator"),
    "audit_administrator": Reader("audit_administrator"),
}


# --- what is opened ---


@dataclass(frozen=True)
class Side:
    """One branch with an object of every sort, a record with a file among them: everything of `inside` lies in plum, everything of `outside` in far."""

    organization: Organization
    membership: Membership
    post: Post
    transfer: Transfer
    record: Record
    exemption: Exemption
    file: StoredFile
    check_in: CheckIn
    row: Row
    row_file: StoredFile
    contract: Row


@dataclass(frozen=True)
class House:
    """What has no place in the tree."""

    plan: Plan
    measure: Sentence
    goal: Goal
    adopted: AdoptedFile
    account: Account
    batch: Batch
    token: SystemToken
    template: PaperTemplate


@dataclass(frozen=True)
class Example:
    """`sort`: list (no object), house (an object without a place), another's (of the account that made it), place, own (seen by the organization itself only), person. `posts`: answers POST only."""

    sort: str = "list"
    kwargs: Callable[[Side, House], dict] = lambda side, house: {}
    posts: bool = False


def of(sort: str, name: str, *, posts: bool = False, **more) -> Example:
    """The object's id as pk, and further fixed arguments."""
    return Example(sort, lambda side, house: {"pk": getattr(house if sort in ("house", "another's") else side, name).pk} | more, posts)


LIST = Example()
PLACE, RECORD, MEMBERSHIP, TRANSFER = (of("place", name) for name in ("organization", "record", "membership", "transfer"))
FILE = Example("place", lambda side, house: {"pk": side.record.pk, "file": side.file.pk})
OWN = of("own", "check_in")
ROW = of("place", "row")
ROW_FILE = Example("place", lambda side, house: {"pk": side.row.pk, "file": side.row_file.pk})


def ledger(**more) -> Example:
    """An address of a ledger that branches keep."""
    return Example("list", lambda side, house: {"ledger": "party_site"} | more)


BATCH = of("another's", "batch")
PAPER = Example("house", lambda side, house: {"key": "theme_day_record"})
PERSON = Example("person", lambda side, house: {"pk": side.membership.person_id})
EXAMPLES = {
    "desk:home": LIST, "desk:my_day": LIST, "desk:cockpit": LIST, "desk:joint": LIST, "desk:joint_go": LIST, "desk:adopt": LIST, "desk:search": LIST, "desk:api_docs": LIST, "desk:api_document": LIST,
    "desk:organization": PLACE, "desk:branch": PLACE, "desk:file": PLACE, "desk:person": PERSON, "desk:merge": PERSON,
    "desk:note": of("place", "organization", kind="heart_to_heart_talk"),
    "desk:filed": Example("place", lambda side, house: {"key": side.record.session.key}),
    "desk:open_check_in": PLACE, "desk:check_in": OWN, "desk:projected": OWN, "desk:mark_for": OWN, "desk:check_in_sheet": OWN, "desk:adopt_template": PAPER, "desk:close_check_in": of("own", "check_in", posts=True),
    "desk:type_code": LIST, "desk:checked_in": LIST, "desk:scanned": Example("house", lambda side, house: {"pk": side.check_in.pk, "token": "0" * 20}),
    "plans:index": LIST, "plans:import": LIST, "plans:show": of("house", "plan"), "plans:coverage": of("house", "plan"),
    "plans:compare": LIST, "plans:months": of("house", "plan"), "plans:month": of("house", "plan", month=9), "plans:freeze": of("house", "plan"), "plans:baseline": of("house", "plan"),
    "plans:task_sheet": of("house", "plan"), "plans:task_paper": of("house", "plan"), "plans:reports": of("house", "plan"), "plans:report": of("house", "plan", quarter=3),
    "plans:report_paper": of("house", "plan", quarter=3), "plans:value": of("house", "plan", indicator="theme_days_on_time"), "plans:sentence": of("house", "measure"),
    "plans:judge": of("house", "measure", posts=True), "plans:assign": of("house", "measure"), "plans:goal": of("house", "measure"),
    "plans:split": of("house", "measure"), "plans:join": of("house", "measure", posts=True), "plans:drop_goal": of("house", "goal", posts=True),
    "duties:overview": LIST, "duties:grid": PLACE, "duties:finding": of("place", "organization", duty="theme_day_each_month", period="2026-06"),
    "duties:of_person": Example("person", lambda side, house: {"pk": side.organization.pk, "duty": "talk_member_with_member", "period": "2026", "people": str(side.membership.person_id)}),
    "duties:checklist": of("place", "organization", key="responsibility_225"), "duties:ask_exemption": PLACE, "duties:exemptions": LIST,
    "duties:decide_exemption": of("place", "exemption"), "duties:end_exemption": of("place", "exemption"), "duties:take_back_exemption": of("place", "exemption"),
    "duties:evaluate": Example(posts=True), "duties:days": LIST, "duties:enter_day": Example(posts=True), "duties:publish_year": Example(posts=True),
    "records:make_up": RECORD,
    "ledgers:index": LIST, "ledgers:list": ledger(), "ledgers:enter": ledger(), "ledgers:paper": ledger(), "ledgers:findings": ledger(), "ledgers:suggest": ledger(), "ledgers:several": ledger(), "ledgers:end_several": ledger(),
    "ledgers:change_several": ledger(field="sort"), "ledgers:save_view": ledger(), "ledgers:drop_view": ledger(), "ledgers:show": ROW, "ledgers:row_paper": ROW, "ledgers:change": ROW,
    "ledgers:roster": Example("list", lambda side, house: {"ledger": "honour", "paper": "honour_roster"}), "ledgers:sheet": of("place", "contract", paper="employment_contract_form"), "ledgers:end": ROW, "ledgers:remove": ROW, "ledgers:attach": ROW, "ledgers:file": ROW_FILE, "ledgers:detach": ROW_FILE,
    "records:paper": of("place", "record", paper="theme_day_record"), "records:index": LIST, "records:show": RECORD, "records:correct": RECORD, "records:withdraw": RECORD, "records:attach": RECORD, "records:file": FILE, "records:detach": FILE,
    "library:paper": PAPER, "library:set_aside_template": PAPER, "library:template": of("house", "template"), "library:index": LIST, "library:show": Example("house", lambda side, house: {"key": "themed_party_day"}), "library:text": of("house", "adopted"),
    "sheets:index": LIST, "sheets:template": Example("house", lambda side, house: {"kind": "party_site"}), "sheets:export": Example("house", lambda side, house: {"kind": "party_site"}),
    "sheets:upload": Example("house", lambda side, house: {"kind": "party_site"}), "sheets:show": BATCH, "sheets:marked": BATCH, "sheets:confirm": of("another's", "batch", posts=True), "sheets:undo": BATCH,
    "sheets:drop": of("another's", "batch", posts=True), "sheets:columns": BATCH, "sheets:mend": of("another's", "batch", posts=True), "sheets:row": of("another's", "batch", number=2),
    "registry:organizations": LIST, "registry:suggest": LIST, "registry:suggest_people": LIST, "registry:found": LIST, "registry:people": LIST, "registry:transfers": LIST,
    "registry:rename": PLACE, "registry:move": PLACE, "registry:dissolve": PLACE, "registry:committee": PLACE, "registry:appoint": PLACE, "registry:posts": PLACE, "registry:engage": PLACE,
    "registry:members": PLACE, "registry:members_paper": PLACE, "registry:take_in": PLACE, "registry:end_post": of("place", "post"), "registry:mend_post": of("place", "post"), "registry:remove_post": of("place", "post"), "registry:mend_person": PERSON, "registry:number": PERSON, "registry:no_number": PERSON, "registry:whole_number": PERSON,
    "registry:send_off": MEMBERSHIP, "registry:end_membership": MEMBERSHIP, "registry:convert": MEMBERSHIP, "registry:set_vote": MEMBERSHIP, "registry:party_dates": MEMBERSHIP,
    "registry:join_group": MEMBERSHIP, "registry:receive": TRANSFER, "registry:return_transfer": TRANSFER,
    "door:me": LIST, "door:leave_everywhere": Example(posts=True), "door:accounts": LIST, "door:new_account": LIST, "door:journal": LIST,
    "door:installation": LIST, "door:account": of("house", "account"), "door:link": of("house", "account"), "door:give": of("house", "account", posts=True),
    "door:close": of("house", "account", posts=True), "door:issue_token": of("house", "account", posts=True), "door:revoke_token": of("house", "token", posts=True),
    "door:end": Example("house", lambda side, house: {"pk": house.account.grants.get().pk}, posts=True),
    "door:join": Example("house", lambda side, house: dict(zip(("identifier", "token"), invitation.address_of(house.account), strict=True))),
    "door:demo_sign_in": Example(posts=True), "door:health": LIST,
}  # fmt: skip


def patterns(found=None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(name with its namespace, pattern) of every address of the house."""
    for each in get_resolver().url_patterns if found is None else found:
        if isinstance(each, URLPattern):
            yield space + (each.name or str(each.pattern)), each
        else:
            yield from patterns(each.url_patterns, f"{each.namespace}:" if each.namespace else space)


def screens() -> dict[str, Callable]:
    """Our own screens by name; the sign-in library's are not ours to declare, and what stands under /api/v1/ knows no session: tests/desk/test_api_problems.py opens it as every role."""
    return {name: pattern.callback for name, pattern in patterns() if not pattern.callback.__module__.startswith("allauth.") and not name.startswith("api:")}


def side_of(branch: Organization, book, ours: Membership, other: Membership) -> Side:
    """`other` is on the way to the branch."""
    record = filed(book, "theme_day", branch, dt.date(2026, 6, 8), absent={ours.person_id: "leave"}).records.get()
    post = Post.objects.filter(organization=branch).order_by("id").first()
    lifted = ask_exemption(book, branch, "theme_day_each_month", sort="excused", since=dt.date(2026, 1, 1), reason="试", by=None, at=NOW)
    (file,) = attach(record, [SimpleUploadedFile(f"{branch.name}讲稿.txt", branch.name.encode())], by=None, at=NOW)
    row = Row.objects.create(ledger="party_site", organization=branch, name=f"{branch.name}阵地", fields={"name": f"{branch.name}阵地"}, since=dt.date(2026, 1, 1), entered_at=NOW)
    contract = Row.objects.create(ledger="employment_contract", organization=branch, name=f"{branch.name}一号", fields={"number": "一号", "person": ours.person_id}, since=dt.date(2026, 1, 1), entered_at=NOW)
    (row_file,) = attach_to_row(row, [SimpleUploadedFile(f"{branch.name}图纸.txt", branch.name.encode())], by=None, at=NOW)
    return Side(branch, ours, post, send_off(other, branch, on=TODAY, by=None, at=NOW), record, lifted, file, checking_in(book, branch, "theme_day"), row, row_file, contract)


@pytest.fixture
def here() -> District:
    return district()


@pytest.fixture
def sides(here) -> dict[str, Side]:
    book = rulebook()
    beside = organization("海棠湾第二党支部", "branch", here.west)
    return {
        "inside": side_of(here.plum, book, here.members["梅一"], here.members["竹二"]),
        "outside": side_of(here.far, book, here.members["慕容远山"], member("慕容平沙", beside)),
    }


@pytest.fixture
def house(here, sides) -> House:
    plan = import_plan(read_outline(PLAN), rulebook(), by=None, at=NOW).plan
    measure = Sentence.objects.get(text="每月开展主题党日。")
    goal = set_goal(measure, "theme_days_on_time", target=95, baseline=None, book=rulebook(), by=None, at=NOW)
    freeze(plan, 9, rulebook(), Scope(everything=True), today=TODAY, by=None, at=NOW)
    clerk = account("section_clerk")
    batch = receive(People(), "名册.csv", ["姓名,所在支部,党员类别\n慕容某,海棠湾党支部,正式党员\n".encode()], Ask(Scope(everything=True), TODAY, clerk.pk, NOW))
    who = account("leader")
    return House(plan, measure, goal, AdoptedFile.objects.order_by("id").last(), who, batch, issue_token(who, "试用系统", ends_on=TODAY, today=TODAY, by=None, at=NOW)[0], adopt_template("theme_day_record", uploaded_template("主题：{{ theme }}"), by=None, at=NOW))


def addresses(sides: dict[str, Side], house: House) -> Iterator[tuple[str, str, str]]:
    """(name, side, address) of everything: what has a place once on each side."""
    for name, example in EXAMPLES.items():
        for side in ("inside", "outside") if example.sort in ("place", "own", "person") else ("inside",):
            yield name, side, reverse(name, kwargs=example.kwargs(sides[side], house))


def kind(status: int, location: str = "") -> str:
    if status == 302:
        return "sign in" if location.startswith("/accounts/login/") else "shown"
    return {200: "shown", 405: "post only"}.get(status, str(status))


# --- the tests ---


def test_every_url_declares_its_method_and_a_right_that_some_role_has():
    wrong = {name: (getattr(screen, "method", None), getattr(screen, "right", None)) for name, screen in screens().items()}
    known = all_rights() | {EVERYONE, VISITOR}
    assert {name: found for name, found in wrong.items() if found[0] not in ("reads", "writes") or found[1] not in known} == {}


def test_every_url_has_an_example_with_all_its_arguments(sides, house):
    found = {name: set(pattern.pattern.converters) for name, pattern in patterns() if name in screens()}
    assert {name: set(example.kwargs(sides["inside"], house)) for name, example in EXAMPLES.items()} == found


def test_every_role_asks():
    assert {reader.role for reader in READERS.values()} == {"", *roles()}


def test_only_visitors_screens_answer_a_visitor(sides, house):
    client, wrong = Client(), {}
    for name, side, address in addresses(sides, house):
        example, right = EXAMPLES[name], screens()[name].right
        expected = "post only" if example.posts else "shown" if right == VISITOR else "sign in"
        answer = client.get(address)
        if (got := kind(answer.status_code, answer.headers.get("Location", ""))) != expected:
            wrong[name, side] = (expected, got)
        posted = client.post(address)
        if right != VISITOR and screens()[name].method == "writes" and kind(posted.status_code, posted.headers.get("Location", "")) != "sign in":
            wrong[name, side, "POST"] = posted.status_code
    assert wrong == {}


@pytest.mark.parametrize("who", READERS)
def test_a_role_opens_what_it_has_the_right_to_inside_its_scope_with_at_most_thirteen_questions(who, here, sides, house):
    reader, wrong, heavy = READERS[who], {}, {}
    client = reader.sign_in(here)
    for name, side, address in addresses(sides, house):
        example, screen = EXAMPLES[name], screens()[name]
        expected = "post only" if example.posts else "403" if not reader.may(screen.right) else "shown" if reader.sees(screen.right, example.sort, side) else "404"
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        if (got := kind(answer.status_code, answer.headers.get("Location", ""))) != expected:
            wrong[name, side] = (expected, got)
        if len(queries) > MOST_QUERIES:
            heavy[name, side] = len(queries)
    assert (wrong, heavy) == ({}, {})


@pytest.mark.parametrize("who", READERS)
def test_a_role_writes_nothing_without_the_right_or_outside_its_scope(who, here, sides, house):
    reader, wrong = READERS[who], {}
    client = reader.sign_in(here)
    for name, side, address in addresses(sides, house):
        example, screen = EXAMPLES[name], screens()[name]
        if screen.method == "reads":
            expected = 405
        elif not reader.may(screen.right):
            expected = 403
        elif not reader.sees(screen.right, example.sort, side):
            expected = 404
        else:
            continue
        if (got := client.post(address, {"on": "2026-06-08", "reason": "试"}).status_code) != expected:
            wrong[name, side] = (expected, got)
    assert wrong == {}


@pytest.mark.parametrize("who", [key for key, role in roles().items() if role.administrator])
def test_the_three_administrators_open_no_person_no_record_and_no_plan(who, here, sides, house):
    client, shown = READERS[who].sign_in(here), []
    for name, side, address in addresses(sides, house):
        if name != "duties:days" and name.split(":")[0] in ("registry", "records", "ledgers", "duties", "plans") and client.get(address).status_code not in (403, 404, 405):
            shown.append((name, side))
    assert shown == []


# --- what lies outside shows nowhere ---

SCOPED = {
    "member": (READERS["member"], ("海棠湾", "慕容", "竹苑", "竹三")),
    "branch secretary": (READERS["branch_secretary"], ("海棠湾", "慕容")),
    "unit recorder": (READERS["unit_recorder"], ("海棠湾", "慕容", "竹苑", "竹三")),
    "committee clerk": (READERS["committee_clerk"], ("海棠湾", "慕容")),
    "section clerk of a part": (Reader("section_clerk", "below", "east"), ("海棠湾", "慕容")),
    "leader of a part": (Reader("leader", "below", "east"), ("海棠湾", "慕容")),
    "clerk of one committee only": (Reader("committee_clerk", "own", "east"), ("海棠湾", "慕容", "梅园", "竹苑", "竹三")),
}


def probes(here: District, sides: dict[str, Side], house: House) -> list[str]:
    """Every address of the inside, and questions that name what lies outside."""
    far, near = here.far.pk, here.plum.pk
    plain = [address for name, side, address in addresses(sides, house) if side == "inside" and not EXAMPLES[name].posts and not name.startswith("door:join")]
    return [
        *plain, "/organizations/?q=海棠", f"/organizations/?q={here.far.code}", "/organizations/?kind=branch", "/organizations/?as_of=2026-01-05", "/organizations/suggest/?parent=海棠",
        f"/organizations/suggest/?parent={here.far.code}", "/people/?q=容", "/people/?as_of=2026-01-05", "/records/?kind=theme_day", "/joint/?q=海棠", f"/duties/?organization={here.east.pk}",
        f"/duties/?organization={far}", f"/duties/?organization={here.root.pk}", f"/duties/?organization={near}", "/duties/?duty=theme_day_each_month", "/duties/?as_of=2026-04-05",
        f"/organizations/{near}/file/?with={far}", f"/organizations/{near}/file/?on=2026-06-08&with={here.bamboo.pk}&with={far}", f"/organizations/{here.east.pk}/", f"/organizations/{here.east.pk}/file/",
        f"/organizations/{here.east.pk}/members/", f"/organizations/{here.east.pk}/duties/", f"/organizations/{here.east.pk}/home/", f"/plans/{house.plan.pk}/values/theme_days_on_time/?rows=whole", f"/plans/{house.plan.pk}/values/theme_days_held/",
        "/sheets/export/people/?go=1", "/sheets/export/organizations/?go=1", "/cockpit/?as_of=2026-04-05", f"/organizations/{near}/?as_of=2026-04-05", "/search/?q=党支部", "/search/?q=mydzb", f"/organizations/{near}/check-in/?with={far}",
        f"/organizations/{near}/file/?check_in={sides['outside'].check_in.pk}", f"/organizations/{near}/file/?check_in={sides['inside'].check_in.pk}",
    ]  # fmt: skip


ALWAYS_NEW = re.compile(r'"X-CSRFToken":"\w+"|name="csrfmiddlewaretoken" value="\w+"|name="key" value="\w+"|<li>账号 \d+<small>.*?</small></li>|name="ends" value="[\d:]+"|<svg[^>]*class="zg-qr".*?</svg>', re.DOTALL)


def bodies(client: Client, asked: list[str], **headers: str) -> dict[str, str]:
    """What each address answers, without tokens, one-time keys, the clock and the lines of the reading log."""
    answers = {address: client.get(address, headers=headers) for address in asked}
    return {address: ALWAYS_NEW.sub("", text_of(answer)) if answer.status_code == 200 else f"{answer.status_code} {answer.headers.get('Location', '')}" for address, answer in answers.items()}


def text_of(answer) -> str:
    """A page, or what is written in a packed file; its own date of making is left out."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not data.startswith(b"PK"):
        return answer.text
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist() if not name.startswith("docProps/"))


@pytest.fixture
def joint(here, sides):
    """A theme day held together with branches of both sides."""
    return filed(rulebook(), "theme_day", [here.plum, here.bamboo, here.far], dt.date(2026, 7, 8))


@pytest.mark.parametrize("who", SCOPED)
def test_no_name_from_outside_is_on_any_page_or_fragment_and_nothing_that_happens_there_changes_one(who, here, sides, house, joint):
    """Names, counts, shares and charts alike: the answers are the same to the letter. `once`: a page of what was held together names who took part, and is asked once."""
    reader, hidden = SCOPED[who]
    asked = probes(here, sides, house)
    once = [f"/filed/{joint.key}/", *(f"/records/{record.pk}/" for record in joint.records.all())]
    client = reader.sign_in(here)
    pages, fragments = bodies(client, asked + once), bodies(client, asked + once, **{"HX-Request": "true"})
    assert {address: word for shown in (pages, fragments) for address, text in shown.items() for word in hidden if word in text} == {}
    busy_outside(here)
    after = bodies(client, asked)
    assert [address for address in asked if pages[address] != after[address]] == []


@pytest.mark.parametrize("who", SCOPED)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "dialog"])
def test_a_search_for_what_lies_outside_answers_as_for_what_is_nowhere(who, headers, here, sides, house, joint):
    """What was typed stands in the field of the page and is taken away before looking."""
    reader, hidden = SCOPED[who]
    client = reader.sign_in(here)
    asked = (*hidden, "慕容远山", "mrys", "htwdzb", here.far.code, "nowhere")
    answers = {text: ALWAYS_NEW.sub("", client.get("/search/", {"q": text}, headers=headers).text).replace(f'value="{text}"', 'value=""') for text in asked}
    assert {text: answer == answers["nowhere"] for text, answer in answers.items()} == dict.fromkeys(answers, True)


ODD = ("²", "-1", "0", "9" * 30, "x", "'", "1e9", "\0", "２")


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_question_is_answered_and_never_an_error(odd, here, sides, house):
    client = READERS["section_clerk"].sign_in(here)
    asked = [
        ("/organizations/", "page"), ("/organizations/", "as_of"), ("/organizations/", "kind"), ("/organizations/", "q"), ("/organizations/suggest/", "parent"), ("/people/", "page"), ("/people/", "q"),
        ("/records/", "page"), ("/records/", "kind"), ("/duties/", "organization"), ("/duties/", "duty"), ("/duties/", "page"), (f"/organizations/{here.plum.pk}/duties/", "year"),
        (f"/organizations/{here.plum.pk}/duties/", "as_of"), (f"/organizations/{here.plum.pk}/file/", "with"), (f"/organizations/{here.plum.pk}/file/", "on"), (f"/organizations/{here.plum.pk}/file/", "pick"),
        ("/joint/go/", "with"), ("/joint/", "q"), ("/search/", "q"), (f"/plans/{house.plan.pk}/values/theme_days_held/", "page"), (f"/plans/{house.plan.pk}/", "as_of"), ("/transfers/", "page"), ("/cockpit/", "as_of"), ("/plans/", "page"),
        (f"/organizations/{here.plum.pk}/file/", "check_in"), (f"/organizations/{here.plum.pk}/check-in/", "with"), (f"/organizations/{here.plum.pk}/check-in/", "pick"),
        ("/plans/compare/", "left"), ("/plans/compare/", "page"), ("/cockpit/", "plan"), ("/my-day/", "plan"), (f"/plans/{house.plan.pk}/months/", "page"), (f"/plans/{house.plan.pk}/months/9/", "page"),
        (f"/plans/{house.plan.pk}/freeze/", "month"), (f"/plans/{house.plan.pk}/tasks.xlsx", "as_of"), ("/plans/import/", "year"),
    ]  # fmt: skip
    answers = {(address, name): client.get(address, {name: odd}).status_code for address, name in asked}
    assert {key: status for key, status in answers.items() if status not in (200, 302, 400 if odd == "\0" else 200, 404)} == {}


def test_an_activity_is_not_filed_for_a_branch_outside(here, sides):
    client = READERS["branch_secretary"].sign_in(here)
    form = {"on": "2026-07-08", "key": "k" * 32, "with": str(here.far.pk), "pick": [f"theme_day:{here.plum.pk}", f"theme_day:{here.far.pk}"]}
    client.post(f"/organizations/{here.plum.pk}/file/", form)
    assert [record.organization for record in Record.objects.filter(happened_on=dt.date(2026, 7, 8))] == [here.plum]


def busy_outside(here: District) -> None:
    """A new branch with members, an office, records of every month and transfers, all in the west."""
    book = rulebook()
    new = organization("海棠湾第三党支部", "branch", here.west)
    people = members(new, 5)
    appoint(people[0].person, new, "secretary", since=TODAY, by=None, at=NOW)
    for month in range(1, 12):
        filed(book, "theme_day", [new, here.far], dt.date(2026, month, 9))
        filed(book, "general_meeting", new, dt.date(2026, month, 10))
    send_off(people[1], here.far, on=TODAY, by=None, at=NOW)
    Organization.objects.filter(pk=here.far.pk).update(name="海棠湾第一党支部")
