"""Where the pages are: whose, from which address, and what is clicked there to come to them."""

BRANCH = "demo-secretary"
CLERK = "demo-clerk"
LEADER = "demo-leader"

OPEN_SHEET = ".zg-m-cta .btn"
A_PLAN = ".zg-todo a"
A_GOAL = ".zg-sentence:has(.zg-bar) > p > a"

OPEN_CHECK_IN = ["text=现场签到", "label:text-is('主题党日')", "button:text-is('开始签到')", "#code"]

PLACES = {
    "sign in": ("", "/accounts/login/", []),
    "a branch's home": (BRANCH, "/", []),
    "a member's home": ("demo-member", "/", []),
    "the sheet": (BRANCH, "/", [OPEN_SHEET, ".zg-sheet label:text-is('主题党日')"]),
    "file": (BRANCH, "/", [".zg-m-nav >> text=本支部", "text=记一次活动"]),
    "filed": (BRANCH, "/", [OPEN_SHEET, ".zg-sheet label:text-is('理想信念教育')", ".zg-sheet button:text-is('保存')", "h1:has-text('已记录')"]),
    "open a check-in": (BRANCH, "/", ["text=现场签到"]),
    "check-in on the screen": (BRANCH, "/", OPEN_CHECK_IN),
    "check-in": (BRANCH, "/", [*OPEN_CHECK_IN, "text=名单、代签、记活动"]),
    "mark for another": (BRANCH, "/", [*OPEN_CHECK_IN, "text=名单、代签、记活动", "text=代签、补签"]),
    "the sheet of a check-in": (BRANCH, "/", [*OPEN_CHECK_IN, "text=名单、代签、记活动", "text=记这次活动"]),
    "type a code": (BRANCH, "/check-in/", []),
    "type a code without a person": (CLERK, "/check-in/", []),
    "checked in": (BRANCH, "/check-in/done/", []),
    "a scanned code that is over": (BRANCH, "/check-in/1/00000000000000000000/", []),
    "month grid": (BRANCH, "/", ["text=看全年"]),
    "finding met": (BRANCH, "/", ["text=看全年", ".zg-matrix .zg-f-met"]),
    "finding missed": (BRANCH, "/", ["text=看全年", ".zg-matrix .zg-f-missed"]),
    "organization": (BRANCH, "/", [".zg-m-nav >> text=本支部"]),
    "members": (BRANCH, "/", [".zg-m-nav >> text=党员"]),
    "person": (BRANCH, "/", [".zg-m-nav >> text=党员", ".zg-table a.zg-name"]),
    "records": (BRANCH, "/records/", []),
    "record": (BRANCH, "/records/", [".zg-table a.zg-name"]),
    "correct": (BRANCH, "/records/", [".zg-table a.zg-name", "text=更正"]),
    "attach": (BRANCH, "/records/", [".zg-table a.zg-name", "text=添加附件"]),
    "withdraw": (BRANCH, "/records/", [".zg-table a.zg-name", "text=撤回"]),
    "ledgers": (CLERK, "/ledgers/", []),
    "a ledger": (CLERK, "/ledgers/employment_contract/", []),
    "a ledger's filters": (CLERK, "/ledgers/employment_contract/", ["text=更多条件、顺序和列"]),
    "enter a row": (CLERK, "/ledgers/employment_contract/new/", []),
    "a row": (CLERK, "/ledgers/post_setup_plan/", [".zg-table a.zg-name"]),
    "change a row": (CLERK, "/ledgers/post_setup_plan/", [".zg-table a.zg-name", "text=更改"]),
    "a ledger's findings": (CLERK, "/ledgers/post_setup_plan/findings/", []),
    "a branch's ledgers": (BRANCH, "/ledgers/", []),
    "transfers": (BRANCH, "/transfers/", []),
    "my day": (CLERK, "/my-day/", []),
    "cockpit": (LEADER, "/cockpit/", []),
    "plans": (CLERK, "/plans/", []),
    "import": (CLERK, "/plans/import/", []),
    "plan": (CLERK, "/plans/", [A_PLAN]),
    "sentence": (CLERK, "/plans/", [A_PLAN, A_GOAL]),
    "set a goal": (CLERK, "/plans/", [A_PLAN, A_GOAL, "text=挂指标"]),
    "value": (CLERK, "/plans/", [A_PLAN, "text=主题党日场次"]),
    "ratio": (CLERK, "/plans/", [A_PLAN, "text=主题党日按期率"]),
    "frozen months": (CLERK, "/plans/", [A_PLAN, "text=各月冻结"]),
    "a frozen month": (CLERK, "/plans/", [A_PLAN, "text=各月冻结", ".zg-table thead a"]),
    "freeze": (CLERK, "/plans/", [A_PLAN, "text=各月冻结", "text=冻结一个月"]),
    "set the baseline": (CLERK, "/plans/", [A_PLAN, "text=定基数"]),
    "report": (CLERK, "/plans/", [A_PLAN, "text=季度报告"]),
    "compare": (CLERK, "/plans/", [A_PLAN, "text=与另一份比较"]),
    "coverage": (CLERK, "/plans/", ["text=覆盖情况"]),
    "duties": (CLERK, "/duties/", []),
    "organizations": (CLERK, "/organizations/", []),
    "found": (CLERK, "/organizations/found/", []),
    "offices": (CLERK, "/organizations/?kind=branch", [".zg-table a.zg-name", "text=全部任职"]),
    "a new person": (CLERK, "/organizations/?q=图书馆", [".zg-table a.zg-name", "text=登记新来的人"]),
    "people": (CLERK, "/people/", []),
    "tables": (CLERK, "/sheets/", []),
    "bring a table in": (CLERK, "/sheets/upload/people/", []),
    "take a table out": (CLERK, "/sheets/export/people/", []),
    "search": (CLERK, "/search/?q=党支部", []),
    "joint": (CLERK, "/joint/", []),
    "library": (CLERK, "/library/", []),
    "mechanism": (CLERK, "/library/themed_party_day/", []),
    "its text": (CLERK, "/library/themed_party_day/", ["text=看原文"]),
    "adopt": (CLERK, "/library/adopt/", []),
    "me": (CLERK, "/me/", []),
    "accounts": ("demo-security", "/administration/accounts/", []),
    "account": ("demo-security", "/administration/accounts/", [".zg-table a.zg-name"]),
    "journal": ("demo-audit", "/administration/journal/", []),
    "installation": ("demo-system", "/administration/installation/", []),
    "nothing here": (CLERK, "/plans/999/", []),
}


def come_to(page, path, clicks):
    """Go to a place: links are followed, whatever else is named is clicked."""
    page.goto(path)
    for click in clicks:
        there = page.locator(click).first
        address = there.get_attribute("href")
        if address and not there.get_attribute("hx-get"):
            page.goto(address)
        else:
            there.click()
