from partners.meetings import views as meetings
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("meetings/", meetings.meeting_list, NOBODY),
    page("meetings/add/", meetings.meeting_add, NOBODY),
    page("meetings/decisions/", meetings.meeting_decision_list, NOBODY),
    page(
        "meetings/decisions/<int:meeting_decision_id>/edit/",
        meetings.meeting_decision_edit,
        NOBODY,
    ),
    page(
        "meetings/decisions/<int:meeting_decision_id>/end/", meetings.meeting_decision_end, NOBODY
    ),
    page(
        "meetings/decisions/<int:meeting_decision_id>/resume/",
        meetings.meeting_decision_resume,
        NOBODY,
    ),
    page(
        "meetings/invited/<int:meeting_partner_id>/write/",
        meetings.meeting_invitation_write,
        NOBODY,
    ),
    page(
        "meetings/invited/<int:meeting_partner_id>/letter/",
        meetings.meeting_invitation_letter,
        NOBODY,
    ),
    page("meetings/<int:meeting_id>/", meetings.meeting_detail, NOBODY),
    page("meetings/<int:meeting_id>/edit/", meetings.meeting_edit, NOBODY),
    page("meetings/<int:meeting_id>/hold/", meetings.meeting_hold, NOBODY),
    page("meetings/<int:meeting_id>/cancel/", meetings.meeting_cancel, NOBODY),
    page("meetings/<int:meeting_id>/again/", meetings.meeting_again, NOBODY),
    page("meetings/<int:meeting_id>/minutes/write/", meetings.meeting_minutes_write, NOBODY),
    page("meetings/<int:meeting_id>/minutes/", meetings.meeting_minutes_letter, NOBODY),
    page("meetings/<int:meeting_id>/scan/", meetings.meeting_scan, NOBODY),
    page("meetings/<int:meeting_id>/scan/add/", meetings.meeting_scan_add, NOBODY),
    page("meetings/<int:meeting_id>/decisions/add/", meetings.meeting_decision_add, NOBODY),
]
