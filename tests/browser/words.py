"""Which words on a page are not Chinese."""

import re

IDENTIFIERS = re.compile(r"\bCtrl\b|demo-[a-z]+|\bzhoumin\b|\b(?:AR|PO|PLAN|QW|ZZB|TOTP|toml|txt|KB|MB|GB|JPG|PNG|WebP|PDF|OFD|docx|xlsx|pptx|xls|ods|csv|REG|Word|Excel|API|WPS)\b|[A-Z]{2,4}-\d{4}-\d+|\bDW\d+(?:-\d+)*|https?://\S+")
# Identifiers: accounts, codes of organizations, sorts of a mechanism's cells, sorts of files and the programs they belong to, numbers of contracts, keys of the keyboard.
LATIN = re.compile(r"[A-Za-z]{2,}")
SEEN = """[document.title, document.body.innerText, ...[...document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')]
    .flatMap(part => ['aria-label', 'placeholder', 'title', 'alt'].map(name => part.getAttribute(name) || ''))].join(' ')"""


def foreign(page):
    """Latin words that are seen or read aloud on the page and are no identifiers."""
    return sorted(set(LATIN.findall(IDENTIFIERS.sub(" ", page.evaluate(SEEN)))))
