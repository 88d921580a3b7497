from zugong.door.navigation import Entry

ENTRIES = [
    Entry("我的工作", "home", "desk:my_day", "duty.read"),
    Entry("驾驶舱", "layout-dashboard", "desk:cockpit", "plan.read"),
]
