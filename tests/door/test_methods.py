"""What a screen declares holds: reading sends SELECT only, writing is one transaction, a right comes first."""

import logging

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import include, path

from tests.world import NOW, TODAY, account, district, signed_in
from zugong.door.methods import WriteInReading, reads, writes
from zugong.door.models import Installation
from zugong.door.plain_log import PlainLog
from zugong.door.rights import EVERYONE, VISITOR
from zugong.door.scope import Scope
from zugong.journal.models import Reading

pytestmark = pytest.mark.django_db


def asked(method: str = "GET", *, rights: tuple[str, ...] = ("plan.read",), user=None):
    """A request as the middleware leaves it."""
    request = RequestFactory().generic(method, "/anywhere/")
    request.user, request.now, request.today = user or account(), NOW, TODAY
    request.scope = lambda right: Scope(everything=right in rights)
    request.may = lambda right: right in rights
    return request


def write_a_row(request):
    Installation.objects.create(key="written")
    return HttpResponse("written")


def write_and_fail(request):
    write_a_row(request)
    raise LookupError


def test_a_reading_screen_that_writes_is_stopped_and_nothing_is_written():
    with pytest.raises(WriteInReading), transaction.atomic():
        reads("plan.read")(write_a_row)(asked())
    assert Installation.objects.count() == 0


@pytest.mark.parametrize("sql", ["UPDATE door_installation SET value = ''", "delete from door_installation", "  \n INSERT INTO door_installation VALUES ('a', '')", "DROP TABLE door_installation"])
def test_whatever_is_not_a_question_is_refused_in_a_reading_screen(sql):
    def screen(request):
        with connection.cursor() as cursor:
            cursor.execute(sql)

    with pytest.raises(WriteInReading):
        reads("plan.read")(screen)(asked())


@pytest.mark.parametrize("sql", ["SELECT 1", "(SELECT 1) UNION ALL (SELECT 2)" if connection.vendor == "postgresql" else "SELECT 1 UNION ALL SELECT 2", "WITH a AS (SELECT 1 AS b) SELECT b FROM a"])
def test_questions_of_every_shape_are_asked(sql):
    def screen(request):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return HttpResponse(str(cursor.fetchone()[0]))

    assert reads("plan.read")(screen)(asked()).content == b"1"


def test_after_a_reading_screen_the_connection_writes_again():
    reads("plan.read")(lambda request: HttpResponse())(asked())
    write_a_row(None)
    assert Installation.objects.count() == 1


def test_the_form_of_a_writing_screen_does_not_write_and_its_post_does():
    screen = writes("plan.read")(write_a_row)
    for method in ("GET", "HEAD"):
        with pytest.raises(WriteInReading), transaction.atomic():
            screen(asked(method))
    assert (Installation.objects.count(), screen(asked("POST")).content, Installation.objects.count()) == (0, b"written", 1)


def test_a_writing_screen_that_fails_leaves_nothing_behind():
    with pytest.raises(LookupError):
        writes("plan.read")(write_and_fail)(asked("POST"))
    assert Installation.objects.count() == 0


def test_a_late_writing_screen_reads_first_and_writes_only_inside_the_transaction_of_its_verb():
    def act(request):
        with transaction.atomic():
            write_a_row(request)
        return HttpResponse(str(Installation.objects.count()))

    def fail(request):
        with transaction.atomic():
            write_and_fail(request)

    late = writes("plan.read", late=True)
    with pytest.raises(WriteInReading), transaction.atomic():
        late(write_a_row)(asked("POST"))
    with pytest.raises(LookupError):
        late(fail)(asked("POST"))
    assert (Installation.objects.count(), late(act)(asked("POST")).content) == (0, b"1")


def test_a_reading_screen_answers_get_only():
    screen = reads("plan.read")(lambda request: HttpResponse())
    assert [screen(asked(method)).status_code for method in ("GET", "POST", "PUT", "DELETE")] == [200, 405, 405, 405]


@pytest.mark.parametrize("declare", [reads, writes])
def test_without_the_right_the_screen_is_not_entered(declare):
    entered = []
    screen = declare("plan.change")(lambda request: entered.append(1))
    with pytest.raises(PermissionDenied):
        screen(asked())
    assert (entered, screen.right, screen.method) == ([], "plan.change", declare.__name__)


def test_what_is_open_to_everyone_still_asks_to_sign_in_and_what_is_open_to_visitors_does_not():
    answers = [declare(lambda request: HttpResponse())(asked(rights=(), user=AnonymousUser())).status_code for declare in (reads(EVERYONE), reads(VISITOR), writes(EVERYONE))]
    assert answers == [302, 200, 302]


def test_a_logged_reading_is_written_before_the_screen_runs_and_not_when_it_names_nothing():
    seen = []

    def screen(request):
        seen.append(Reading.objects.count())
        return HttpResponse()

    reads("plan.read", logged=lambda request: "people/1")(screen)(asked())
    reads("plan.read", logged=lambda request: "")(screen)(asked())
    assert (seen, [row.address for row in Reading.objects.all()]) == ([1, 1], ["people/1"])


def test_a_screen_without_its_right_answers_403_and_one_unknown_404():
    here = district()
    client = signed_in(account("unit_recorder", "own", here.plum))
    assert [client.get(page).status_code for page in ("/people/", "/plans/", "/cockpit/", "/administration/accounts/", "/nothing/")] == [403, 403, 403, 403, 404]
    assert "您的角色不能做这件事" in client.get("/people/").text


# --- logs ---


def written(message: str, *args, error: BaseException | None = None) -> str:
    """One line as the product's handler writes it."""
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, args, info)
    assert PlainLog().filter(record) is True
    return logging.Formatter().format(record)


def test_numbers_in_paths_and_queries_do_not_reach_the_log():
    assert written("Not Found: %s", "/people/4711/?q=梅一") == "Not Found: /people/N/"
    assert written("Internal Server Error: %s", "/records/12/correct/") == "Internal Server Error: /records/N/correct/"


def test_an_error_is_logged_as_its_kind_and_place_without_its_words():
    try:
        raise ValueError("梅一的电话是 13987654321")
    except ValueError as error:
        text = written("Internal Server Error: /people/7/", error=error)
    assert (text.startswith("Internal Server Error: /people/N/ ValueError at "), "梅一" in text, "139" in text, "test_methods.py:" in text) == (True, False, False, True)


def test_a_failing_page_logs_neither_names_nor_what_was_typed(settings):
    """The whole way: a form value breaks a statement, the log keeps only the path's shape and the error's kind."""
    here = district()
    client = signed_in(account("branch_secretary", "below", here.plum))
    client.raise_request_exception = False
    stream = []

    class Keep(logging.Handler):
        def emit(self, record):
            stream.append(self.format(record))

    handler = Keep()
    handler.addFilter(PlainLog())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    settings.ROOT_URLCONF = __name__
    try:
        assert client.post("/people/4711/", {"name": "上官采薇"}).status_code == 500
    finally:
        logger.removeHandler(handler)
    text = "\n".join(stream)
    assert ("/people/N/ LookupError at" in text, "上官采薇" in text, "4711" in text) == (True, False, False)


def breaking(request, pk):
    raise LookupError(request.POST["name"])


def test_every_handler_of_the_product_is_a_plain_one(settings):
    assert {name: handler["filters"] for name, handler in settings.LOGGING["handlers"].items()} == {"stream": ["plain"]}
    assert settings.LOGGING["filters"] == {"plain": {"()": "zugong.door.plain_log.PlainLog"}}


urlpatterns = [path("people/<int:pk>/", breaking), path("", include("zugong.urls"))]
