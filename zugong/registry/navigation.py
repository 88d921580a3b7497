from zugong.door.navigation import Entry

ENTRIES = [
    Entry("组织", "sitemap", "registry:organizations", "organization.read", "基础"),
    Entry("党员", "users", "registry:people", "person.read", "基础"),
    Entry("组织关系转接", "arrows-exchange", "registry:transfers", "person.change", "基础"),
]
