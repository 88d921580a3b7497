"""Templates: none unused, and nothing inline that the content security policy would refuse."""

import re

from tests.house.tree import line_of, markup, python_files, shown, strings, templates

# Named by Django and by allauth, not by us.
OVERRIDING = {"account", "allauth", "django", "mfa", "socialaccount", "usersessions"}
ERROR_PAGES = {"400.html", "403.html", "404.html", "500.html"}

TAG = re.compile(r"{%.*?%}", re.DOTALL)
QUOTED = re.compile(r"""["']([^"']+)["']""")
TAG_OR_VALUE = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
INLINE = {
    "an inline style: use a class, or an SVG attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a <style> element: use the stylesheet": re.compile(r"<style\b", re.IGNORECASE),
    "an inline handler: use a data attribute and our script": re.compile(r"\s(?:hx-)?on[a-z:-]+\s*=", re.IGNORECASE),
    "script in an attribute: htmx runs with allowEval:false": re.compile(r"""["']\s*(?:js|javascript):""", re.IGNORECASE),
    "text below 12 px": re.compile(r"""\sfont-size\s*=\s*["']?(?:[0-9]|1[01])(?:\.\d+)?(?:px)?["'\s>]"""),
}
MARKUP_IN_PYTHON = re.compile(r"<[a-z][^<>]*\s(?:style|on[a-z]+)\s*=", re.IGNORECASE)


def test_no_unused_template():
    named_by = {}
    for path in templates():
        for tag in TAG.findall(markup(path)):
            for name in QUOTED.findall(tag):
                named_by.setdefault(name, set()).add(path)
    for path in python_files():
        for _, text in strings(path):
            named_by.setdefault(text, set()).add(path)
    unused = [shown(path) for path, name in templates().items() if not is_found_by_others(name) and not named_by.get(name, set()) - {path}]
    assert unused == [], f"delete these templates, or name them in a render, include or extends: {unused}"


def is_found_by_others(name):
    return name in ERROR_PAGES or name.split("/")[0] in OVERRIDING or not name.endswith(".html")


def test_there_are_templates():
    missing = [] if templates() else ["zugong/*/templates/**"]
    assert missing == [], f"the house tests look in the wrong place, or nothing is written yet: {missing}"


def test_nothing_inline():
    found = []
    for path in templates():
        text = TAG_OR_VALUE.sub(lambda match: "\n" * match[0].count("\n"), markup(path))
        for what, pattern in INLINE.items():
            found += [f"{shown(path)}:{line_of(text, match.start() + 1)} has {what}" for match in pattern.finditer(text)]
    assert found == [], f"the content security policy refuses these: {found}"


def test_no_script_with_body():
    found = []
    for path in templates():
        text = markup(path)
        for match in SCRIPT.finditer(text):
            if match[2].strip() and 'type="application/json"' not in match[1]:
                found.append(f"{shown(path)}:{line_of(text, match.start())}")
    assert found == [], f"move these scripts into a file under static/zugong, and data into json_script: {found}"


def test_no_inline_style_from_python():
    found = [f"{shown(path)}:{line}" for path in python_files() for line, text in strings(path) if MARKUP_IN_PYTHON.search(text)]
    assert found == [], f"the content security policy refuses inline style and handlers, also in markup made in Python: {found}"
