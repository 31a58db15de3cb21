from cases.patrols import views as patrols
from cases.patrols.devices import views as devices
from cases.patrols.prevention import views as prevention
from cases.patrols.public_reports import views as public_reports
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("public-reports/", public_reports.public_report_list, "daftar laporan masyarakat"),
    page("public-reports/register/", public_reports.public_report_register, NOBODY),
    page("public-reports/<int:public_report_id>/", public_reports.public_report_detail),
    page(
        "public-reports/<int:public_report_id>/give/",
        public_reports.public_report_give,
        "beri tugas",
    ),
    page(
        "public-reports/<int:public_report_id>/answer/",
        public_reports.public_report_answer,
        "jawab laporan",
    ),
    page("public-reports/<int:public_report_id>/separate/", public_reports.public_report_separate),
    page("prevention/", prevention.prevention_figures, NOBODY),
    page("prevention/list/", prevention.prevention_list, NOBODY),
    page("prevention/print/", prevention.prevention_print, "register pencegahan"),
    page("prevention/register/", prevention.prevention_register, NOBODY),
    page("prevention/<int:prevention_id>/", prevention.prevention_detail, NOBODY),
    page("prevention/<int:prevention_id>/edit/", prevention.prevention_edit, NOBODY),
    page("prevention/<int:prevention_id>/drop/", prevention.prevention_drop, NOBODY),
    page("prevention/<int:prevention_id>/count/", prevention.prevention_count, NOBODY),
    page("patrols/", patrols.patrol_list, "daftar patroli"),
    page("patrols/register/", patrols.patrol_register, NOBODY),
    page("patrols/order-letters/", patrols.order_letter_add, NOBODY),
    page("patrols/order-letters/<int:order_letter_id>/print/", patrols.order_letter_print, NOBODY),
    page("patrols/<int:patrol_id>/", patrols.patrol_detail),
    page("patrols/<int:patrol_id>/edit/", patrols.patrol_edit, "ubah patroli"),
    page("patrols/<int:patrol_id>/end/", patrols.patrol_end, "akhiri patroli"),
    page("patrols/<int:patrol_id>/report/", patrols.patrol_report, "laporan patroli"),
    page("settings/teams/", patrols.team_list, NOBODY),
    page("settings/teams/<int:team_id>/", patrols.team_edit, NOBODY),
    page("settings/vehicles/", patrols.vehicle_list, NOBODY),
    page("settings/vehicles/<int:vehicle_id>/", patrols.vehicle_edit, NOBODY),
    page("settings/devices/", devices.device_list, NOBODY),
    page("settings/devices/<int:device_id>/renew/", devices.device_renew, NOBODY),
    page("settings/devices/<int:device_id>/lock/", devices.device_lock, NOBODY),
    page("devices/register/<slug:code>/", devices.device_register, NOBODY),
    page("devices/key/", devices.device_key, NOBODY),
    page("devices/login/", devices.phone_login, NOBODY),
    page("devices/screen/code/", devices.screen_code, NOBODY),
    page("devices/screen/lock/", devices.screen_lock, NOBODY),
    page("devices/screen/unlock/", devices.screen_unlock, NOBODY),
    page("batch-worker.js", devices.batch_worker, NOBODY),
]
