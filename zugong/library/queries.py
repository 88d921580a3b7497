"""The book in force. It is read once for each adoption and kept in the process."""

from functools import cache, lru_cache

from django.conf import settings
from django.db.models import Count, Max, QuerySet

from zugong.charter.book import Book, read_cells
from zugong.charter.faults import Fault
from zugong.charter.linker import link
from zugong.charter.paper_words import Paper
from zugong.door.refusal import Refused
from zugong.files import shelf
from zugong.files.queries import files_about

from .models import AdoptedFile, PaperTemplate

FOLDERS = {"political": "政治建设", "cadres": "干部工作", "grassroots": "基层组织", "talent": "人才工作", "": "公共"}
_kept: dict[tuple, tuple[Book, list[Fault]]] = {}


@cache
def cells() -> dict[str, tuple[str, set[str]]]:
    """The catalogue of mechanisms: id -> (title, kinds of act)."""
    return read_cells(settings.MECHANISMS / "mechanisms.csv")


def texts() -> dict[str, str]:
    """{file name: text} of what is in force, in the order of the names."""
    return dict(AdoptedFile.objects.filter(replaced_at__isnull=True).order_by("name").values_list("name", "text"))


def folders() -> dict[str, str]:
    """Mechanism -> the folder of its file, "" for one that stands in none; one query."""
    names = AdoptedFile.objects.filter(replaced_at__isnull=True).values_list("key", "name")
    return {key: name.split("/")[0] if "/" in name else "" for key, name in names}


def in_folders(rows: dict[str, list]) -> list[tuple[str, list]]:
    """(title, rows) of {folder: rows}, in the order of the work; folders of other offices behind."""
    known = list(FOLDERS)
    return [(FOLDERS.get(folder, folder), found) for folder, found in sorted(rows.items(), key=lambda pair: known.index(pair[0]) if pair[0] in known else len(known))]


def stamp() -> str:
    """What tells one adoption from the next."""
    return "-".join(str(part) for part in _stamp())


def _stamp() -> tuple[int | None, int]:
    found = AdoptedFile.objects.filter(replaced_at__isnull=True).aggregate(last=Max("id"), number=Count("id"))
    return found["last"], found["number"]


def book() -> Book:
    """All adopted files, linked; empty before anything is adopted. One small query when nothing changed."""
    key = _stamp()
    if key not in _kept:
        _kept.clear()
        _kept[key] = linked(tuple(texts().items()))
    return _kept[key][0]


@lru_cache(maxsize=6)
def linked(files: tuple[tuple[str, str], ...]) -> tuple[Book, list[Fault]]:
    """Files linked together; the same texts are linked once in a process."""
    return link(dict(files), cells())


def faults() -> list[Fault]:
    """Adopted files that this version of the language refuses: none, unless an upgrade made it stricter. Ask after book()."""
    return [fault for _, found in _kept.values() for fault in found]


def forget() -> None:
    """Drop the kept book: after a rollback, an adoption may leave the same stamp with another content."""
    _kept.clear()


def texts_in_force() -> dict[str, int]:
    """Mechanism -> id of its text as it was signed and is in force."""
    return dict(AdoptedFile.objects.filter(replaced_at__isnull=True).values_list("key", "pk"))


def history(key: str) -> QuerySet[AdoptedFile]:
    """All adopted texts of one file, newest first."""
    return AdoptedFile.objects.filter(key=key).order_by("-id")


def template_of(paper: str) -> PaperTemplate | None:
    """The template in force for a paper."""
    return PaperTemplate.objects.filter(paper=paper, replaced_at__isnull=True).first()


def templates_of(paper: str) -> QuerySet[PaperTemplate]:
    """All adopted templates of a paper, newest first."""
    return PaperTemplate.objects.filter(paper=paper).order_by("-id")


def template_bytes(paper: str) -> bytes | None:
    """What the template in force holds; None when there is none. Refused when its bytes are gone."""
    template = template_of(paper)
    kept = files_about(template.address).first() if template else None
    try:
        return shelf.take(kept.key) if kept else None
    except FileNotFoundError:
        raise Refused("这份文书的模板不在服务器上了（可能恢复备份时漏了附件），请科室经办在制度库里重新上传") from None


def printable(papers: list[tuple[str, Paper]]) -> list[tuple[str, Paper]]:
    """Without papers that are laid out by a template only and have none yet; asks where there are such."""
    waiting = [key for key, word in papers if word.layout == "template"]
    ready = set(PaperTemplate.objects.filter(paper__in=waiting, replaced_at__isnull=True).values_list("paper", flat=True)) if waiting else set()
    return [(key, word) for key, word in papers if word.layout != "template" or key in ready]
