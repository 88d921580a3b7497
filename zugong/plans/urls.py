from django.urls import path

from .screens import comparing, months, papers, reading, writing

app_name = "plans"
urlpatterns = [
    path("plans/", reading.index, name="index"),
    path("plans/import/", writing.bring_in, name="import"),
    path("plans/compare/", comparing.beside, name="compare"),
    path("plans/<int:pk>/", reading.show, name="show"),
    path("plans/<int:pk>/coverage/", reading.coverage, name="coverage"),
    path("plans/<int:pk>/values/<slug:indicator>/", reading.value, name="value"),
    path("plans/<int:pk>/months/", months.months, name="months"),
    path("plans/<int:pk>/months/<int:month>/", months.month, name="month"),
    path("plans/<int:pk>/freeze/", months.freezing, name="freeze"),
    path("plans/<int:pk>/baseline/", months.founding, name="baseline"),
    path("plans/<int:pk>/tasks.xlsx", papers.sheet_of_tasks, name="task_sheet"),
    path("plans/<int:pk>/tasks.docx", papers.paper_of_tasks, name="task_paper"),
    path("plans/<int:pk>/quarters/", papers.draft, name="reports"),
    path("plans/<int:pk>/quarters/<int:quarter>/", papers.draft, name="report"),
    path("plans/<int:pk>/quarters/<int:quarter>/report.docx", papers.paper_of_draft, name="report_paper"),
    path("sentences/<int:pk>/", reading.sentence, name="sentence"),
    path("sentences/<int:pk>/judge/", writing.judge, name="judge"),
    path("sentences/<int:pk>/assign/", writing.entrust, name="assign"),
    path("sentences/<int:pk>/goal/", writing.goal, name="goal"),
    path("sentences/<int:pk>/split/", writing.cut, name="split"),
    path("sentences/<int:pk>/join/", writing.unite, name="join"),
    path("goals/<int:pk>/drop/", writing.take_off, name="drop_goal"),
]
