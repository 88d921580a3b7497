"""Another system that has a token: plain calls that answer (status, what was sent)."""

import datetime as dt
import json
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.ledgers.texts import KEPT
from tests.world import NOW, TODAY, shipped_texts
from zugong.charter.book import Book
from zugong.door.actions.issue_token import issue_token
from zugong.door.models import Account, SystemToken
from zugong.door.system_tokens import digest
from zugong.library.actions.sign import sign
from zugong.library.queries import book


def rules() -> Book:
    """The shipped rules with the ledgers of tests/ledgers, without the windows of duties: nothing is judged here."""
    sign({**shipped_texts(), "kept_things.toml": KEPT}, note="", by=None, at=NOW)
    return book()


@dataclass
class System:
    """What asks under /api/v1/ with a token."""

    token: str

    def sent(self, method: str, address: str, body=None, **query):
        """The whole response."""
        text = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body, default=str).encode()
        return Client().generic(method, f"/api/v1/{address}", text, "application/json", query_params=query, headers={"Authorization": f"Bearer {self.token}"})

    def get(self, address: str, **query) -> tuple[int, dict]:
        answer = self.sent("GET", address, **query)
        return answer.status_code, answer.json()

    def post(self, address: str, body=None) -> tuple[int, dict]:
        answer = self.sent("POST", address, body)
        return answer.status_code, answer.json()

    def queries_of(self, method: str, address: str, body=None, **query) -> tuple[int, int]:
        """(status, statements), the token's and its grants' included."""
        with CaptureQueriesContext(connection) as queries:
            answer = self.sent(method, address, body, **query)
        return answer.status_code, len(queries)


def system(who: Account, ends_on: dt.date = TODAY) -> System:
    """A system with a new token of the account, which it has used today."""
    token, text = issue_token(who, "试用系统", ends_on=ends_on, today=TODAY, by=None, at=NOW)
    SystemToken.objects.filter(pk=token.pk).update(last_used_on=TODAY)
    return System(text)


def forced(who: Account) -> System:
    """A token that no act would give, as for an administrator."""
    SystemToken.objects.create(account=who, title="硬塞的", digest=digest(f"forced {who.pk}"), made_at=NOW, ends_on=TODAY)
    return System(f"forced {who.pk}")
