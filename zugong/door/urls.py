from django.urls import path

from . import health, screens, token_screens

app_name = "door"
urlpatterns = [
    path("health", health.health, name="health"),
    path("me/", screens.me, name="me"),
    path("me/sign-out-everywhere/", screens.leave_everywhere, name="leave_everywhere"),
    path("administration/accounts/", screens.accounts, name="accounts"),
    path("administration/accounts/new/", screens.new_account, name="new_account"),
    path("administration/accounts/<int:pk>/", screens.account, name="account"),
    path("administration/accounts/<int:pk>/link/", screens.link, name="link"),
    path("administration/accounts/<int:pk>/give/", screens.give, name="give"),
    path("administration/accounts/<int:pk>/close/", screens.close, name="close"),
    path("administration/accounts/<int:pk>/tokens/", token_screens.issue, name="issue_token"),
    path("administration/tokens/<int:pk>/revoke/", token_screens.revoke, name="revoke_token"),
    path("administration/grants/<int:pk>/end/", screens.end, name="end"),
    path("administration/journal/", screens.journal_lines, name="journal"),
    path("administration/installation/", screens.installation, name="installation"),
    path("join/<str:identifier>/<str:token>/", screens.join, name="join"),
    path("demo/sign-in/", screens.demo_sign_in, name="demo_sign_in"),
]
