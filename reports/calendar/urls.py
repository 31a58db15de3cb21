from reports.calendar import views as calendar
from rptc.addresses import NOBODY, page

REPORT = "report-calendar/<int:official_report_id>/"

urlpatterns = [
    page("report-calendar/", calendar.report_calendar, NOBODY),
    page("report-calendar/add/", calendar.official_report_add, NOBODY),
    page(REPORT, calendar.official_report_detail, NOBODY),
    page(f"{REPORT}edit/", calendar.official_report_edit, NOBODY),
    page(f"{REPORT}<int:year>/<int:month>/sent/", calendar.report_sent_add, NOBODY),
    page(
        "report-calendar/sent/<int:report_sent_id>/take-back/",
        calendar.report_sent_take_back,
        NOBODY,
    ),
]
