"""axe-core in a world of its own, so that the page's strict CSP stays on."""

import json
from functools import cache
from pathlib import Path

# Everything axe knows, and the size of targets (WCAG 2.2), which it leaves out unless asked.
ASKED = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
JUDGE = f"axe.run(document, {json.dumps(ASKED)}).then(found => JSON.stringify(found.violations))"


@cache
def source():
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")


class Judge:
    """axe for the page as it is now; a page that was left needs another one."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)
        frame = self.session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self.world = self.session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})["executionContextId"]
        self.say(source())

    def say(self, expression):
        answer = self.session.send("Runtime.evaluate", {"expression": expression, "contextId": self.world, "awaitPromise": True, "returnByValue": True})
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def violations(self):
        """One line for each element at fault."""
        return [f"{rule['id']}: {node['html'][:160]} ({node['failureSummary']})" for rule in json.loads(self.say(JUDGE)) for node in rule["nodes"]]
