from django.urls import path

from . import attachments, papers, screens

app_name = "records"
urlpatterns = [
    path("records/", screens.index, name="index"),
    path("records/<int:pk>/", screens.show, name="show"),
    path("records/<int:pk>/correct/", screens.mend, name="correct"),
    path("records/<int:pk>/make-up/", screens.catch_up, name="make_up"),
    path("records/<int:pk>/withdraw/", screens.take_back, name="withdraw"),
    path("records/<int:pk>/papers/<slug:paper>/", papers.of_record, name="paper"),
    path("records/<int:pk>/files/add/", attachments.add, name="attach"),
    path("records/<int:pk>/files/<int:file>/", attachments.download, name="file"),
    path("records/<int:pk>/files/<int:file>/remove/", attachments.take_off, name="detach"),
]
