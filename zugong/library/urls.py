from django.urls import path

from . import paper_screens, screens

app_name = "library"
urlpatterns = [
    path("library/", screens.index, name="index"),
    path("library/<slug:key>/", screens.show, name="show"),
    path("library/papers/<slug:key>/", paper_screens.show, name="paper"),
    path("library/papers/<slug:key>/set-aside/", paper_screens.set_aside, name="set_aside_template"),
    path("paper-templates/<int:pk>/", paper_screens.download, name="template"),
    path("library/text/<int:pk>/", screens.text, name="text"),
]
