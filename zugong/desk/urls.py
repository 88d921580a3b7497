from django.urls import path

from .screens import adopting, check_ins, checking_in, filing, home, interface, merging, noting, pages, paper_templates, search

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("my-day/", home.my_day, name="my_day"),
    path("cockpit/", pages.cockpit, name="cockpit"),
    path("organizations/<int:pk>/", pages.organization, name="organization"),
    path("organizations/<int:pk>/home/", home.branch_home, name="branch"),
    path("organizations/<int:pk>/file/", filing.new, name="file"),
    path("organizations/<int:pk>/note/<slug:kind>/", noting.new, name="note"),
    path("filed/<slug:key>/", filing.filed, name="filed"),
    path("joint/", filing.joint, name="joint"),
    path("joint/go/", filing.joint_go, name="joint_go"),
    path("search/", search.find, name="search"),
    path("organizations/<int:pk>/check-in/", check_ins.new, name="open_check_in"),
    path("check-ins/<int:pk>/", check_ins.show, name="check_in"),
    path("check-ins/<int:pk>/screen/", check_ins.projected, name="projected"),
    path("check-ins/<int:pk>/mark/", check_ins.mark, name="mark_for"),
    path("check-ins/<int:pk>/sheet/", check_ins.sheet, name="check_in_sheet"),
    path("check-ins/<int:pk>/close/", check_ins.close, name="close_check_in"),
    path("check-in/", checking_in.type_code, name="type_code"),
    path("check-in/done/", checking_in.done, name="checked_in"),
    path("check-in/<int:pk>/<slug:token>/", checking_in.scanned, name="scanned"),
    path("people/<int:pk>/", pages.person, name="person"),
    path("people/<int:pk>/merge/", merging.merge, name="merge"),
    path("api/docs/", interface.described, name="api_docs"),
    path("api/openapi.json", interface.api_document, name="api_document"),
    path("library/adopt/", adopting.adopt, name="adopt"),
    path("library/papers/<slug:key>/adopt/", paper_templates.adopt, name="adopt_template"),
]
