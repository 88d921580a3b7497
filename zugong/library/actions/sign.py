import datetime as dt

from zugong.journal.actions.write_all import write_all
from zugong.library.models import AdoptedFile
from zugong.library.queries import forget


def sign(texts: dict[str, str], *, note: str = "", by: int | None, at: dt.datetime) -> list[str]:
    """Put texts in force in place of the same files' former ones; answers the keys that changed."""
    current = {row.key: row for row in AdoptedFile.objects.filter(replaced_at__isnull=True)}
    named = {name.rsplit("/", 1)[-1].removesuffix(".toml"): (name, text) for name, text in texts.items()}
    changed = [key for key, (name, text) in named.items() if key not in current or (current[key].text, current[key].name) != (text, name)]
    AdoptedFile.objects.filter(pk__in=[current[key].pk for key in changed if key in current]).update(replaced_at=at)
    AdoptedFile.objects.bulk_create([AdoptedFile(key=key, name=named[key][0], text=named[key][1], adopted_at=at, adopted_by=by, note=note) for key in changed])
    write_all([f"mechanisms/{key}" for key in changed], "sign", by=by, at=at, fields=[["text"]] * len(changed), reason=note)
    forget()
    return changed
