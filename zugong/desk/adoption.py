"""Adopting mechanism files: check, run examples, judge last year anew, then sign."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction

from zugong.charter.aloud import say
from zugong.charter.book import Book
from zugong.charter.faults import Fault
from zugong.door.scope import Scope
from zugong.duties.actions.fill_windows import fill_windows
from zugong.facts.findings import Asked, findings
from zugong.ledgers.refit import refit
from zugong.library.actions.hold import hold
from zugong.library.actions.sign import sign
from zugong.library.queries import book, linked, texts
from zugong.records.slots import backfill

from .workbench import run_examples


@dataclass
class Trial:
    """What adopting would do. It may be signed when there are no faults."""

    book: Book
    changed: list[str]
    faults: list[Fault]
    sentences: list[tuple[str, str, str]] = field(default_factory=list)
    differences: list[dict] = field(default_factory=list)
    judged: int = 0


def _merged(offered: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """Texts in force with the offered ones in place of the same keys, and the keys that would change."""
    current = texts()
    keys = {name.rsplit("/", 1)[-1]: name for name in current}
    changed = []
    for name, text in offered.items():
        former = keys.get(name.rsplit("/", 1)[-1])
        place = former if former and "/" not in name else name
        if former and current[former] == text and former == place:
            continue
        if former:
            current.pop(former)
        current[place] = text
        changed.append(name.rsplit("/", 1)[-1].removesuffix(".toml"))
    return current, changed


def check(offered: dict[str, str]) -> tuple[Book, list[str], list[Fault]]:
    """Link the offered texts with those in force; when nothing is wrong, run the examples of all that changed."""
    merged, changed = _merged(offered)
    made, faults = linked(tuple(sorted(merged.items())))
    if not faults:
        faults = run_examples(made, changed)
    return made, changed, about(faults, changed)


def about(faults: list[Fault], keys: list[str]) -> list[Fault]:
    """Faults of the files in question; those of other files only when these have none (they follow from them, or break them)."""
    own = [fault for fault in faults if fault.file.rsplit("/", 1)[-1].removesuffix(".toml") in keys]
    return own or faults


def try_out(offered: dict[str, str], today: dt.date) -> Trial:
    """Check, and judge the last twelve months by the old and the new rules; leaves nothing behind."""
    made, changed, faults = check(offered)
    trial = Trial(made, changed, faults)
    if faults:
        return trial
    old = book()
    for name in ("records", "ledgers", "checks", "duties", "indicators", "papers"):
        table_old, table_new = getattr(old, name), getattr(made, name)
        for key, entry in table_new.items():
            if entry.mechanism in changed:
                before = say(old, table_old[key].latest) if key in table_old else ""
                after = say(made, entry.latest)
                if before != after:
                    trial.sentences.append((entry.latest.title, before, after))
    with transaction.atomic():
        backfill(old, made)
        refit(old, made, today)
        fill_windows(made, today, "trial")
        _compare(trial, old, made, changed, today)
        transaction.set_rollback(True)
    return trial


def _compare(trial: Trial, old: Book, made: Book, changed: list[str], today: dt.date) -> None:
    since, until = today.replace(day=1) - dt.timedelta(days=365), today + dt.timedelta(days=1)
    everyone = Scope(everything=True)
    before = _judged(old, tuple(key for key, entry in old.duties.items() if entry.mechanism in changed), "", since, until, today, everyone)
    after = _judged(made, tuple(key for key, entry in made.duties.items() if entry.mechanism in changed), "trial", since, until, today, everyone)
    trial.judged = len(after)
    for key in sorted(before.keys() | after.keys(), key=lambda each: (each[0], each[2], each[1])):
        was, becomes = before.get(key), after.get(key)
        if (was or {}).get("finding") != (becomes or {}).get("finding"):
            row = becomes or was
            trial.differences.append({"duty": key[0], "title": (made if becomes else old).title_of(key[0]), "name": row["name"], "period": key[2], "was": (was or {}).get("finding"), "becomes": (becomes or {}).get("finding")})


def _judged(here: Book, duties: tuple[str, ...], name: str, since: dt.date, until: dt.date, today: dt.date, scope: Scope) -> dict[tuple, dict]:
    rows = findings(here, Asked(duties, scope.sql, since, until, today, name))
    return {(row["duty"], row["organization"], row["period"]): row for row in rows}


def adopt(offered: dict[str, str], *, note: str = "", today: dt.date, by: int | None, at: dt.datetime) -> tuple[list[str], list[Fault]]:
    """Sign the offered texts when nothing is wrong: whole or not at all. Answers the keys that changed, or the faults."""
    with transaction.atomic():
        hold()
        made, changed, faults = check(offered)
        if faults or not changed:
            return [], faults
        old = book()
        merged, _ = _merged(offered)
        signed = sign({name: text for name, text in merged.items() if name.rsplit("/", 1)[-1].removesuffix(".toml") in changed}, note=note, by=by, at=at)
        backfill(old, made)
        refit(old, made, today)
        fill_windows(made, today)
    return signed, []
