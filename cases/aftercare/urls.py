from django.urls import path

from cases.aftercare import views as aftercare

urlpatterns = [
    path("follow-ups/", aftercare.follow_up_list, name="follow_up_list"),
    path("follow-ups/print/", aftercare.follow_up_print, name="follow_up_print"),
    path("follow-ups/<int:follow_up_id>/", aftercare.follow_up_detail, name="follow_up_detail"),
    path("follow-ups/<int:follow_up_id>/edit/", aftercare.follow_up_edit, name="follow_up_edit"),
    path(
        "exits/<int:exit_id>/follow-ups/<int:day>/",
        aftercare.follow_up_record,
        name="follow_up_record",
    ),
    path("settings/follow-up-rules/", aftercare.follow_up_rule_list, name="follow_up_rule_list"),
    path(
        "settings/follow-up-rules/<int:follow_up_rule_id>/",
        aftercare.follow_up_rule_edit,
        name="follow_up_rule_edit",
    ),
]
