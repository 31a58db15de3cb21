from cases.patrols import views as patrols
from cases.patrols.devices import views as devices
from cases.patrols.public_reports import views as public_reports
from rptc.addresses import page

urlpatterns = [
    page("public-reports/", public_reports.public_report_list),
    page("public-reports/register/", public_reports.public_report_register),
    page("public-reports/<int:public_report_id>/", public_reports.public_report_detail),
    page("public-reports/<int:public_report_id>/give/", public_reports.public_report_give),
    page("public-reports/<int:public_report_id>/answer/", public_reports.public_report_answer),
    page("public-reports/<int:public_report_id>/separate/", public_reports.public_report_separate),
    page("patrols/", patrols.patrol_list),
    page("patrols/register/", patrols.patrol_register),
    page("patrols/order-letters/", patrols.order_letter_add),
    page("patrols/order-letters/<int:order_letter_id>/print/", patrols.order_letter_print),
    page("patrols/<int:patrol_id>/", patrols.patrol_detail),
    page("patrols/<int:patrol_id>/edit/", patrols.patrol_edit),
    page("patrols/<int:patrol_id>/end/", patrols.patrol_end),
    page("patrols/<int:patrol_id>/report/", patrols.patrol_report),
    page("settings/teams/", patrols.team_list),
    page("settings/teams/<int:team_id>/", patrols.team_edit),
    page("settings/vehicles/", patrols.vehicle_list),
    page("settings/vehicles/<int:vehicle_id>/", patrols.vehicle_edit),
    page("settings/devices/", devices.device_list),
    page("settings/devices/<int:device_id>/renew/", devices.device_renew),
    page("settings/devices/<int:device_id>/lock/", devices.device_lock),
    page("devices/register/<slug:code>/", devices.device_register),
    page("devices/key/", devices.device_key),
    page("devices/screen/code/", devices.screen_code),
    page("devices/screen/lock/", devices.screen_lock),
    page("devices/screen/unlock/", devices.screen_unlock),
    page("batch-worker.js", devices.batch_worker),
]
