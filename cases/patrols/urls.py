from django.urls import path

from cases.patrols import views as patrols
from cases.patrols.devices import views as devices
from cases.patrols.public_reports import views as public_reports

urlpatterns = [
    path("public-reports/", public_reports.public_report_list, name="public_report_list"),
    path(
        "public-reports/register/",
        public_reports.public_report_register,
        name="public_report_register",
    ),
    path(
        "public-reports/<int:public_report_id>/",
        public_reports.public_report_detail,
        name="public_report_detail",
    ),
    path(
        "public-reports/<int:public_report_id>/give/",
        public_reports.public_report_give,
        name="public_report_give",
    ),
    path(
        "public-reports/<int:public_report_id>/answer/",
        public_reports.public_report_answer,
        name="public_report_answer",
    ),
    path(
        "public-reports/<int:public_report_id>/separate/",
        public_reports.public_report_separate,
        name="public_report_separate",
    ),
    path("patrols/", patrols.patrol_list, name="patrol_list"),
    path("patrols/register/", patrols.patrol_register, name="patrol_register"),
    path("patrols/order-letters/", patrols.order_letter_add, name="order_letter_add"),
    path(
        "patrols/order-letters/<int:order_letter_id>/print/",
        patrols.order_letter_print,
        name="order_letter_print",
    ),
    path("patrols/<int:patrol_id>/", patrols.patrol_detail, name="patrol_detail"),
    path("patrols/<int:patrol_id>/edit/", patrols.patrol_edit, name="patrol_edit"),
    path("patrols/<int:patrol_id>/end/", patrols.patrol_end, name="patrol_end"),
    path("patrols/<int:patrol_id>/report/", patrols.patrol_report, name="patrol_report"),
    path("settings/teams/", patrols.team_list, name="team_list"),
    path("settings/teams/<int:team_id>/", patrols.team_edit, name="team_edit"),
    path("settings/vehicles/", patrols.vehicle_list, name="vehicle_list"),
    path("settings/vehicles/<int:vehicle_id>/", patrols.vehicle_edit, name="vehicle_edit"),
    path("settings/devices/", devices.device_list, name="device_list"),
    path("settings/devices/<int:device_id>/renew/", devices.device_renew, name="device_renew"),
    path("settings/devices/<int:device_id>/lock/", devices.device_lock, name="device_lock"),
    path("devices/register/<slug:code>/", devices.device_register, name="device_register"),
    path("devices/key/", devices.device_key, name="device_key"),
    path("devices/screen/code/", devices.screen_code, name="screen_code"),
    path("devices/screen/lock/", devices.screen_lock, name="screen_lock"),
    path("devices/screen/unlock/", devices.screen_unlock, name="screen_unlock"),
    path("batch-worker.js", devices.batch_worker, name="batch_worker"),
]
