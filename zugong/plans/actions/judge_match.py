import datetime as dt

from zugong.journal.actions.write import write
from zugong.plans.models import Match, Sentence


def judge_match(sentence: Sentence, mechanism: str, state: str, *, by: int, at: dt.datetime) -> None:
    """A person confirms or refuses that a sentence names a mechanism; confirming one that was not found adds it."""
    Match.objects.update_or_create(sentence=sentence, mechanism=mechanism, defaults={"state": state})
    write(sentence.address, "judge_match", by=by, at=at, fields=[mechanism], reason=Match.STATES[state])
