from django.urls import path

from . import screens

app_name = "records"
urlpatterns = [
    path("records/", screens.index, name="index"),
    path("records/<int:pk>/", screens.show, name="show"),
    path("records/<int:pk>/correct/", screens.mend, name="correct"),
    path("records/<int:pk>/make-up/", screens.catch_up, name="make_up"),
    path("records/<int:pk>/withdraw/", screens.take_back, name="withdraw"),
]
