from django.urls import path

from .screens import id_numbers, organizations, papers, people, posts

app_name = "registry"
urlpatterns = [
    path("organizations/", organizations.index, name="organizations"),
    path("organizations/suggest/", organizations.suggest, name="suggest"),
    path("organizations/found/", organizations.set_up, name="found"),
    path("organizations/<int:pk>/rename/", organizations.new_name, name="rename"),
    path("organizations/<int:pk>/move/", organizations.new_place, name="move"),
    path("organizations/<int:pk>/dissolve/", organizations.close, name="dissolve"),
    path("organizations/<int:pk>/committee/", organizations.new_committee, name="committee"),
    path("organizations/<int:pk>/posts/", posts.of_organization, name="posts"),
    path("organizations/<int:pk>/appoint/", posts.new_post, name="appoint"),
    path("organizations/<int:pk>/engage/", posts.enter, name="engage"),
    path("posts/<int:pk>/end/", posts.close_post, name="end_post"),
    path("posts/<int:pk>/mend/", posts.mend, name="mend_post"),
    path("posts/<int:pk>/remove/", posts.take_out, name="remove_post"),
    path("people/", people.index, name="people"),
    path("people/suggest/", people.suggest, name="suggest_people"),
    path("organizations/<int:pk>/members/", people.of_organization, name="members"),
    path("organizations/<int:pk>/members/paper/", papers.members, name="members_paper"),
    path("organizations/<int:pk>/take-in/", people.enter, name="take_in"),
    path("memberships/<int:pk>/send-off/", people.leave, name="send_off"),
    path("memberships/<int:pk>/end/", people.close, name="end_membership"),
    path("memberships/<int:pk>/convert/", people.become_full, name="convert"),
    path("memberships/<int:pk>/dates/", people.dates, name="party_dates"),
    path("memberships/<int:pk>/vote/", people.vote, name="set_vote"),
    path("memberships/<int:pk>/group/", people.into_group, name="join_group"),
    path("people/<int:pk>/mend/", people.mend, name="mend_person"),
    path("people/<int:pk>/id-number/", id_numbers.whole_number, name="whole_number"),
    path("people/<int:pk>/id-number/enter/", id_numbers.number, name="number"),
    path("people/<int:pk>/id-number/remove/", id_numbers.no_number, name="no_number"),
    path("transfers/", people.transfers, name="transfers"),
    path("transfers/<int:pk>/receive/", people.accept, name="receive"),
    path("transfers/<int:pk>/return/", people.send_back, name="return_transfer"),
]
