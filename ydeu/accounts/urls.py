from django.urls import path

from ydeu.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.enterprise_list, name="enterprise_list"),
    path("new/", views.enterprise_create, name="enterprise_create"),
    path("profile/", views.profile, name="profile"),
    path("profile/second-factor/", views.second_factor, name="second_factor"),
    path("invitations/<int:invitation>/accept/", views.invitation_accept, name="invitation_accept"),
    path("invitations/<int:invitation>/decline/", views.invitation_decline, name="invitation_decline"),
    path("<int:pk>/", views.enterprise_detail, name="enterprise_detail"),
    path("<int:pk>/edit/", views.enterprise_edit, name="enterprise_edit"),
    path("<int:pk>/identity/<int:number>/withdraw/", views.identity_withdraw, name="identity_withdraw"),
    path("<int:pk>/members/", views.member_list, name="member_list"),
    path("<int:pk>/members/invite/", views.member_invite, name="member_invite"),
    path("<int:pk>/members/<int:member>/remove/", views.member_remove, name="member_remove"),
    path("<int:pk>/members/<int:member>/role/", views.member_role, name="member_role"),
    path(
        "<int:pk>/invitations/<int:invitation>/withdraw/",
        views.invitation_withdraw,
        name="invitation_withdraw",
    ),
]
