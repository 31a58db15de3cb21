from cases.patrols import views as patrols
from cases.patrols.devices import views as devices
from cases.patrols.public_reports import views as public_reports
from rptc.addresses import address

urlpatterns = [
    address("public-reports/", public_reports.public_report_list),
    address("public-reports/register/", public_reports.public_report_register),
    address("public-reports/<int:public_report_id>/", public_reports.public_report_detail),
    address("public-reports/<int:public_report_id>/give/", public_reports.public_report_give),
    address("public-reports/<int:public_report_id>/answer/", public_reports.public_report_answer),
    address(
        "public-reports/<int:public_report_id>/separate/", public_reports.public_report_separate
    ),
    address("patrols/", patrols.patrol_list),
    address("patrols/register/", patrols.patrol_register),
    address("patrols/order-letters/", patrols.order_letter_add),
    address("patrols/order-letters/<int:order_letter_id>/print/", patrols.order_letter_print),
    address("patrols/<int:patrol_id>/", patrols.patrol_detail),
    address("patrols/<int:patrol_id>/edit/", patrols.patrol_edit),
    address("patrols/<int:patrol_id>/end/", patrols.patrol_end),
    address("patrols/<int:patrol_id>/report/", patrols.patrol_report),
    address("settings/teams/", patrols.team_list),
    address("settings/teams/<int:team_id>/", patrols.team_edit),
    address("settings/vehicles/", patrols.vehicle_list),
    address("settings/vehicles/<int:vehicle_id>/", patrols.vehicle_edit),
    address("settings/devices/", devices.device_list),
    address("settings/devices/<int:device_id>/renew/", devices.device_renew),
    address("settings/devices/<int:device_id>/lock/", devices.device_lock),
    address("devices/register/<slug:code>/", devices.device_register),
    address("devices/key/", devices.device_key),
    address("devices/screen/code/", devices.screen_code),
    address("devices/screen/lock/", devices.screen_lock),
    address("devices/screen/unlock/", devices.screen_unlock),
    address("batch-worker.js", devices.batch_worker),
]
