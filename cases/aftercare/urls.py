from cases.aftercare import views as aftercare
from rptc.addresses import page

urlpatterns = [
    page("follow-ups/", aftercare.follow_up_list),
    page("follow-ups/print/", aftercare.follow_up_print),
    page("follow-ups/<int:follow_up_id>/", aftercare.follow_up_detail),
    page("follow-ups/<int:follow_up_id>/edit/", aftercare.follow_up_edit),
    page("exits/<int:exit_id>/follow-ups/<int:day>/", aftercare.follow_up_record),
    page("settings/follow-up-rules/", aftercare.follow_up_rule_list),
    page("settings/follow-up-rules/<int:follow_up_rule_id>/", aftercare.follow_up_rule_edit),
]
