from partners.months import views as months
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("month-reports/", months.month_report_list, "daftar laporan bulanan mitra"),
    page("month-reports/missing/", months.month_report_missing, "laporan bulanan yang belum ada"),
    page("month-reports/<int:month_report_id>/", months.month_report_detail),
    page("month-reports/<int:month_report_id>/picture/", months.month_report_picture),
    page("month-reports/<int:month_report_id>/read/", months.month_report_read),
    page("month-reports/<int:month_report_id>/correct/", months.month_report_correct, "perbaiki"),
    page("month-reports/<int:month_report_id>/undo/", months.month_report_undo, "urungkan"),
    page("month-reports/link/<int:partner_id>/", months.month_link, "tautan laporan bulanan"),
    page(
        "referrals/<int:referral_id>/month/", months.month_report_record, "catat laporan bulanan"
    ),
    # The reader is nobody whom the log knows; what they answer is written down.
    page("bulan/<slug:month_token>/", months.month_reply, NOBODY),
]
