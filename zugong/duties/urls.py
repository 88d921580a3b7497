from django.urls import path

from .screens import days, evaluating, exempting, reading

app_name = "duties"
urlpatterns = [
    path("duties/", reading.overview, name="overview"),
    path("duties/evaluate/", evaluating.ask, name="evaluate"),
    path("organizations/<int:pk>/duties/", reading.grid, name="grid"),
    path("organizations/<int:pk>/duties/<slug:duty>/<slug:period>/", reading.finding, name="finding"),
    path("organizations/<int:pk>/duties/<slug:duty>/<slug:period>/of/<slug:people>/", reading.of_person, name="of_person"),
    path("organizations/<int:pk>/checklists/<slug:key>/", reading.checklist, name="checklist"),
    path("organizations/<int:pk>/exempt/", exempting.ask, name="ask_exemption"),
    path("exemptions/", exempting.index, name="exemptions"),
    path("exemptions/<int:pk>/decide/", exempting.decide, name="decide_exemption"),
    path("exemptions/<int:pk>/end/", exempting.end, name="end_exemption"),
    path("exemptions/<int:pk>/take-back/", exempting.take_back, name="take_back_exemption"),
    path("working-days/", days.index, name="days"),
    path("working-days/enter/", days.enter, name="enter_day"),
    path("working-days/publish/", days.close, name="publish_year"),
]
