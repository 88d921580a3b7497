import datetime as dt

from zugong.journal.actions.write import write
from zugong.library.models import AdoptedFile
from zugong.library.queries import forget


def sign(texts: dict[str, str], *, note: str = "", by: int | None, at: dt.datetime) -> list[str]:
    """Put texts in force in place of the same files' former ones; answers the keys that changed."""
    current = {row.key: row for row in AdoptedFile.objects.filter(replaced_at__isnull=True)}
    changed = []
    for name, text in texts.items():
        key = name.rsplit("/", 1)[-1].removesuffix(".toml")
        if key in current and current[key].text == text and current[key].name == name:
            continue
        AdoptedFile.objects.filter(key=key, replaced_at__isnull=True).update(replaced_at=at)
        AdoptedFile.objects.create(key=key, name=name, text=text, adopted_at=at, adopted_by=by, note=note)
        write(f"mechanisms/{key}", "sign", by=by, at=at, fields=["text"], reason=note)
        changed.append(key)
    forget()
    return changed
