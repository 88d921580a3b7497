"""Which words on a page are not Chinese."""

import re

# Identifiers: accounts, codes of organizations, sorts of a mechanism's cells, sorts of files.
IDENTIFIERS = re.compile(r"demo-[a-z]+|\bzhoumin\b|\b(?:AR|PO|PLAN|QW|ZZB|TOTP|toml|txt|docx|xlsx|KB)\b|\bDW\d+(?:-\d+)*|https?://\S+")
LATIN = re.compile(r"[A-Za-z]{2,}")
SEEN = """[document.title, document.body.innerText, ...[...document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')]
    .flatMap(part => ['aria-label', 'placeholder', 'title', 'alt'].map(name => part.getAttribute(name) || ''))].join(' ')"""


def foreign(page):
    """Latin words that are seen or read aloud on the page and are no identifiers."""
    return sorted(set(LATIN.findall(IDENTIFIERS.sub(" ", page.evaluate(SEEN)))))
