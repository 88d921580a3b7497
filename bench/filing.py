"""Filing over HTTP: 50 signed-in connections for ten seconds against the server of ./run serve (two workers), beside bare inserts of the same rows.

./run bench filing                                SQLite, a file in a temporary folder
DATABASE_URL=postgresql://... ./run bench filing  SQLite and PostgreSQL in turn, on a database of its own beside the one named

One filing is a meeting with a roll of 20: a session, a record, 20 rows of the roll, a line of the journal. Afterwards the database is asked
whether every acknowledged key is there once and whole. BENCH_SECONDS, BENCH_RUNS and BENCH_CONNECTIONS change the measure.
"""

import asyncio
import contextlib
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
SECONDS, RUNS = float(os.environ.get("BENCH_SECONDS", "10")), int(os.environ.get("BENCH_RUNS", "5"))
CONNECTIONS, PEOPLE = int(os.environ.get("BENCH_CONNECTIONS", "50")), 20


# --- the load: a process of its own that knows only HTTP ---------------------------------------------------------------


def load() -> None:
    """File again and again over so many connections; prints {keys, errors, times in ms, seconds}."""
    port, *seats = json.load(sys.stdin)
    asyncio.run(_load(port, seats))


async def _load(port: int, seats: list[dict]) -> None:
    done: dict = {"keys": [], "errors": [], "times": []}
    began = time.perf_counter()
    await asyncio.gather(*(_one(port, seat, began + SECONDS, done) for seat in seats))
    json.dump(done | {"seconds": time.perf_counter() - began}, sys.stdout)


async def _one(port: int, seat: dict, until: float, done: dict) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST {seat['address']} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {seat['cookie']}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
    while time.perf_counter() < until:
        key = uuid.uuid4().hex
        body = f"{seat['form']}&key={key}"
        began = time.perf_counter()
        writer.write(f"{head}{len(body)}\r\n\r\n{body}".encode())
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        if length := re.search(r"content-length: (\d+)", answer):
            await reader.readexactly(int(length[1]))
        done["times"].append(1000 * (time.perf_counter() - began))
        status = int(answer.split(" ", 2)[1])
        if status < 400 and f"/filed/{key}/" in answer:
            done["keys"].append(key)
        else:
            done["errors"].append(status)
    writer.close()


# --- the database side: each a process of its own, with Django ---------------------------------------------------------


def prepare() -> None:
    """Tables, the shipped rules, so many branches of twenty with a secretary each; prints [branch, session cookie] of each."""
    import datetime as dt

    from django.conf import settings
    from django.test import Client

    from zugong.charter.reader import read_folder
    from zugong.desk.commands.prepare import make_tables
    from zugong.door import clock
    from zugong.door.actions.grant_role import grant_role
    from zugong.door.actions.invite import invite
    from zugong.door.screens import BACKEND
    from zugong.duties.actions.fill_windows import fill_windows
    from zugong.library.actions.sign import sign
    from zugong.library.queries import book
    from zugong.registry.actions.found import found
    from zugong.registry.models import Membership, Person

    make_tables()
    act = {"by": None, "at": clock.now()}
    since = dt.date(2019, 3, 1)
    sign(read_folder(settings.MECHANISMS), **act)
    fill_windows(book(), clock.today())
    root = found(code="R", name="区委", kind="party_committee", parent=None, since=since, **act)
    seats = []
    for number in range(CONNECTIONS):
        branch = found(code=f"B{number}", name=f"第{number + 1}党支部", kind="branch", parent=root, since=since, **act)
        people = Person.objects.bulk_create(Person(name=f"党员{number}之{each}") for each in range(PEOPLE))
        Membership.objects.bulk_create(Membership(person=each, organization=branch, standing="full", may_vote=True, since=since, path=branch.path) for each in people)
        account = invite(f"secretary{number}", f"书记{number}", person=None, **act)
        grant_role(account, "branch_secretary", "below", branch.path, since=since, **act)
        client = Client()
        client.force_login(account, backend=BACKEND)
        seats.append([branch.pk, client.cookies[settings.SESSION_COOKIE_NAME].value])
    json.dump(seats, sys.stdout)


def bare(by_sql: bool = False) -> None:
    """The same rows on one connection without anything around them, by Django's bulk inserts or by SQL; prints filings a second."""
    from zugong.door import clock
    from zugong.registry.models import Membership

    branch = Membership.objects.order_by("id").first().organization_id
    people = list(Membership.objects.filter(organization=branch).order_by("id").values_list("person_id", flat=True))
    insert, now, number = (_insert_by_sql if by_sql else _insert_by_models), clock.now(), 0
    insert(branch, people, now)
    began = time.perf_counter()
    while (taken := time.perf_counter() - began) < SECONDS / 2:
        insert(branch, people, now)
        number += 1
    json.dump(number / taken, sys.stdout)


def _insert_by_models(branch: int, people: list[int], now) -> None:
    from django.db import transaction

    from zugong.journal.models import Line
    from zugong.records.models import Attendance, Record, Session

    with transaction.atomic():
        (session,) = Session.objects.bulk_create([Session(key=uuid.uuid4().hex, happened_on=now.date(), place="bare")])
        counted = {"expected": PEOPLE, "present": PEOPLE, "entitled": PEOPLE, "entitled_present": PEOPLE}
        (record,) = Record.objects.bulk_create([Record(session=session, organization_id=branch, kind="theme_day", happened_on=now.date(), filed_at=now, **counted)])
        Attendance.objects.bulk_create([Attendance(record=record, person_id=person, may_vote=True, present=True) for person in people])
        Line.objects.bulk_create([Line(at=now, by=1, address=record.address, verb="file", fields="roll")])


def _insert_by_sql(branch: int, people: list[int], now) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO records_session (key, happened_on, place) VALUES (%s, %s, 'bare') RETURNING id", [uuid.uuid4().hex, now.date()])
        (session,) = cursor.fetchone()
        counted = "20, 20, 20, 20, 0, '{}', 1, ''"
        cursor.execute(
            "INSERT INTO records_record (session_id, organization_id, kind, happened_on, filed_at, expected, present, entitled, entitled_present, guests, fields, version, withdrawn_for)"
            f" VALUES (%s, %s, 'theme_day', %s, %s, {counted}) RETURNING id", [session, branch, now.date(), now],
        )  # fmt: skip
        (record,) = cursor.fetchone()
        cursor.execute("INSERT INTO records_attendance (record_id, person_id, may_vote, present, absence) VALUES " + ", ".join(["(%s, %s, %s, %s, '')"] * len(people)), [value for person in people for value in (record, person, True, True)])
        cursor.execute("INSERT INTO journal_line (at, by, address, verb, fields, reason) VALUES (%s, 1, %s, 'file', 'roll', '')", [now, f"records/{record}"])


def verify() -> None:
    """Reads the acknowledged keys; prints {lost, doubled, torn, beyond}: torn is a filing without its whole roll and its one line, beyond was filed but never acknowledged."""
    from django.db.models import Count

    from zugong.journal.models import Line
    from zugong.records.models import Record, Session

    acknowledged = json.load(sys.stdin)
    filed = {key: (records, rows) for key, records, rows in Session.objects.exclude(place="bare").annotate(a=Count("records", distinct=True), b=Count("records__roll")).values_list("key", "a", "b")}
    lines = dict(Line.objects.filter(verb="file", address__startswith="records/").values_list("address").annotate(n=Count("id")))
    addresses = {f"records/{pk}" for pk in Record.objects.exclude(session__place="bare").values_list("pk", flat=True)}
    answer = {
        "acknowledged": len(acknowledged),
        "lost": len(set(acknowledged) - filed.keys()),
        "doubled": len(acknowledged) - len(set(acknowledged)) + sum(records > 1 for records, _ in filed.values()),
        "torn": sum(rows != PEOPLE for _, rows in filed.values()) + sum(lines.get(address) != 1 for address in addresses),
        "beyond": len(filed.keys() - set(acknowledged)),
    }
    json.dump(answer, sys.stdout)


# --- the measure ------------------------------------------------------------------------------------------------------


def step(name: str, url: str, given=None):
    """Run one of the functions above in a process of its own; what it prints."""
    made = subprocess.run([sys.executable, __file__, name], env=environment(url), input=json.dumps(given), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(made.stdout)


def environment(url: str) -> dict[str, str]:
    """What the server and the steps are told."""
    return os.environ | {"DATABASE_URL": url, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "zugong.settings", "ZUGONG_SECRET_KEY": "bench"}


def cpu(process: int) -> float:
    """Seconds of both cores that a server and its workers have used so far."""
    found = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    below = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return (int(found[11]) + int(found[12])) / os.sysconf("SC_CLK_TCK") + sum(cpu(int(each)) for each in below)


@contextlib.contextmanager
def served(url: str):
    """The server as ./run serve starts it; answers its port and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = f"import django; django.setup(); from zugong.desk.commands.serve import start; start('127.0.0.1', {port}, workers=2)"
    server = subprocess.Popen([sys.executable, "-c", code], env=environment(url), stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def sheet(port: int, branch: int, cookie: str) -> dict:
    """Open the sheet once, as a browser does: its form's token and day."""
    address = f"/organizations/{branch}/file/"
    asked = http.client.HTTPConnection("127.0.0.1", port)
    asked.request("GET", address, headers={"Cookie": f"zugong={cookie}"})
    answer = asked.getresponse()
    page = answer.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    csrf = re.search(r"csrftoken=(\w+)", str(answer.headers))[1]
    day = re.search(r'name="roll_day" value="([\d-]+)"', page)[1]
    form = f"csrfmiddlewaretoken={token}&roll_day={day}&on={day}&pick=theme_day%3A{branch}"
    return {"address": address, "cookie": f"zugong={cookie}; csrftoken={csrf}", "form": form}


@contextlib.contextmanager
def databases():
    """{vendor: address} of fresh databases, gone afterwards."""
    named = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        found = {"SQLite": f"sqlite:///{folder}/bench.sqlite3"}
        if named.startswith("postgres"):
            found["PostgreSQL"] = stack.enter_context(own_database(named))
        yield found


@contextlib.contextmanager
def own_database(named: str):
    """A database on the same server, made and dropped."""
    import psycopg

    name = f"zugong_bench_{os.getpid()}"
    with psycopg.connect(urlsplit(named)._replace(scheme="postgresql", path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(named)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def bench() -> None:
    """All runs, the engines in turn within each; then the account."""
    with databases() as found, contextlib.ExitStack() as stack:
        made = {}
        for vendor, url in found.items():
            seats = step("prepare", url)
            port, process = stack.enter_context(served(url))
            made[vendor] = process, [port, *(sheet(port, *seat) for seat in seats)]
        runs = {vendor: [] for vendor in found}
        for _ in range(RUNS):
            for vendor, url in found.items():
                process, seats = made[vendor]
                before = cpu(process)
                run = step("load", url, seats)
                runs[vendor].append(run | {"cpu": cpu(process) - before, "models": step("bare", url), "sql": step("bare_by_sql", url)})
        for vendor, url in found.items():
            show(vendor, runs[vendor], step("verify", url, [key for run in runs[vendor] for key in run["keys"]]))


def show(vendor: str, runs: list[dict], account: dict) -> None:
    """A table of medians with least and most."""
    print(f"{vendor}: {CONNECTIONS} connections, {len(runs)} runs of {SECONDS:g} s, two workers, {os.cpu_count()} cores")
    centile = lambda times, part: sorted(times)[int(part * (len(times) - 1))]  # noqa: E731
    rows = {
        "filings/s": [len(run["keys"]) / run["seconds"] for run in runs],
        "p50 ms": [centile(run["times"], 0.5) for run in runs],
        "p99 ms": [centile(run["times"], 0.99) for run in runs],
        "errors": [len(run["errors"]) for run in runs],
        "server CPU ms each": [1000 * run["cpu"] / len(run["times"]) for run in runs],
        "bare, models/s": [run["models"] for run in runs],
        "bare, SQL/s": [run["sql"] for run in runs],
    }
    for name, values in rows.items():
        print(f"  {name:<18} median {statistics.median(values):8.1f}   min {min(values):8.1f}   max {max(values):8.1f}")
    print("  " + "   ".join(f"{name} {number}" for name, number in account.items()), flush=True)


if __name__ == "__main__":
    wanted = sys.argv[1]
    if wanted in ("load", "bench"):
        {"load": load, "bench": bench}[wanted]()
    else:
        import django

        django.setup()
        {"prepare": prepare, "bare": bare, "bare_by_sql": partial(bare, by_sql=True), "verify": verify}[wanted]()
