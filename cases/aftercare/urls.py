from cases.aftercare import views as aftercare
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("follow-ups/", aftercare.follow_up_list, "daftar bimbingan lanjut"),
    page("follow-ups/kept/", aftercare.follow_up_kept, NOBODY),
    page("follow-ups/print/", aftercare.follow_up_print, "daftar bimbingan lanjut"),
    page("follow-ups/<int:follow_up_id>/", aftercare.follow_up_detail),
    page("follow-ups/<int:follow_up_id>/edit/", aftercare.follow_up_edit, "ubah catatan"),
    page(
        "exits/<int:exit_id>/follow-ups/<int:day>/",
        aftercare.follow_up_record,
        "catat bimbingan lanjut",
    ),
    page("settings/follow-up-rules/", aftercare.follow_up_rule_list, NOBODY),
    page(
        "settings/follow-up-rules/<int:follow_up_rule_id>/", aftercare.follow_up_rule_edit, NOBODY
    ),
]
