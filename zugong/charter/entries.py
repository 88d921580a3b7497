"""A file's words with their editions, worked out once for each file that was read."""

from .book import Entry
from .editions import editions
from .faults import Mistake
from .mechanism import Mechanism
from .words import Word

_made: dict[int, tuple[Mechanism, list[tuple[str, str, Entry | Mistake]]]] = {}


def entries(key: str, mechanism: Mechanism) -> list[tuple[str, str, Entry | Mistake]]:
    """(table, key, entry or what is wrong with its editions) of a file's words; worked out once for what was read once."""
    if id(mechanism) not in _made or _made[id(mechanism)][0] is not mechanism:
        if len(_made) >= 1024:
            _made.clear()
        words: dict[tuple[str, str], list[Word]] = {}
        for table, word in mechanism.words:
            words.setdefault((table, word.key), []).append(word)
        _made[id(mechanism)] = mechanism, [(table, word_key, _entry(word_key, key, same, mechanism)) for (table, word_key), same in words.items()]
    return _made[id(mechanism)][1]


def _entry(word_key: str, key: str, same: list[Word], mechanism: Mechanism) -> Entry | Mistake:
    try:
        return Entry(word_key, key, tuple(editions(same, mechanism.since, mechanism.until)))
    except Mistake as mistake:
        return mistake
