from django.urls import path

from .screens import reading, writing

app_name = "plans"
urlpatterns = [
    path("plans/", reading.index, name="index"),
    path("plans/import/", writing.bring_in, name="import"),
    path("plans/<int:pk>/", reading.show, name="show"),
    path("plans/<int:pk>/coverage/", reading.coverage, name="coverage"),
    path("plans/<int:pk>/values/<slug:indicator>/", reading.value, name="value"),
    path("sentences/<int:pk>/", reading.sentence, name="sentence"),
    path("sentences/<int:pk>/judge/", writing.judge, name="judge"),
    path("sentences/<int:pk>/assign/", writing.entrust, name="assign"),
    path("sentences/<int:pk>/goal/", writing.goal, name="goal"),
    path("sentences/<int:pk>/split/", writing.cut, name="split"),
    path("sentences/<int:pk>/join/", writing.unite, name="join"),
    path("goals/<int:pk>/drop/", writing.take_off, name="drop_goal"),
]
