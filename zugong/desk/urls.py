from django.urls import path

from .screens import adopting, filing, home, pages, search

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("my-day/", home.my_day, name="my_day"),
    path("cockpit/", pages.cockpit, name="cockpit"),
    path("organizations/<int:pk>/", pages.organization, name="organization"),
    path("organizations/<int:pk>/home/", home.branch_home, name="branch"),
    path("organizations/<int:pk>/file/", filing.new, name="file"),
    path("filed/<slug:key>/", filing.filed, name="filed"),
    path("joint/", filing.joint, name="joint"),
    path("joint/go/", filing.joint_go, name="joint_go"),
    path("search/", search.find, name="search"),
    path("people/<int:pk>/", pages.person, name="person"),
    path("library/adopt/", adopting.adopt, name="adopt"),
]
