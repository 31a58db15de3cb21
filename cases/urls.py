from django.urls import path

from cases.aftercare import views as aftercare
from cases.casework import views as casework
from cases.intakes import views as intakes
from cases.intakes.contests import views as contests
from cases.intakes.register import views as register
from cases.intakes.sheets import views as sheets
from cases.intakes.together import views as together
from cases.intakes.triage import views as triage
from cases.patrols import views as patrols
from cases.patrols.devices import views as devices
from cases.patrols.public_reports import views as public_reports
from cases.people import views as people
from cases.people.doubles import views as doubles
from cases.people.flags import views as flags
from cases.people.photos import views as photos
from cases.people.relations import views as relations
from cases.places import views as places
from cases.stays import views as stays
from cases.stays.beds import views as beds
from cases.stays.belongings import views as belongings
from cases.stays.deaths import views as deaths
from cases.stays.evening import views as evening
from cases.stays.exits import views as exits
from cases.stays.extensions import views as extensions
from cases.stays.gate import views as gate
from cases.stays.incidents import views as incidents
from cases.stays.leaves import views as leaves
from cases.stays.presence import views as presence
from cases.stays.receptions import views as receptions
from cases.stays.shifts import views as shifts
from cases.stays.tasks import views as tasks
from cases.stays.visits import views as visits

app_name = "cases"

urlpatterns = [
    # places
    path("settings/hot-spots/", places.hot_spot_list, name="hot_spot_list"),
    path("settings/hot-spots/<int:hot_spot_id>/", places.hot_spot_edit, name="hot_spot_edit"),
    # public reports
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
    # patrols
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
    path("patrols/<int:patrol_id>/intakes/", intakes.patrol_intakes, name="patrol_intakes"),
    path("settings/teams/", patrols.team_list, name="team_list"),
    path("settings/teams/<int:team_id>/", patrols.team_edit, name="team_edit"),
    path("settings/vehicles/", patrols.vehicle_list, name="vehicle_list"),
    path("settings/vehicles/<int:vehicle_id>/", patrols.vehicle_edit, name="vehicle_edit"),
    # devices: the patrol's phone
    path("settings/devices/", devices.device_list, name="device_list"),
    path("settings/devices/<int:device_id>/renew/", devices.device_renew, name="device_renew"),
    path("settings/devices/<int:device_id>/lock/", devices.device_lock, name="device_lock"),
    path("devices/register/<slug:code>/", devices.device_register, name="device_register"),
    path("devices/key/", devices.device_key, name="device_key"),
    path("devices/screen/code/", devices.screen_code, name="screen_code"),
    path("devices/screen/lock/", devices.screen_lock, name="screen_lock"),
    path("devices/screen/unlock/", devices.screen_unlock, name="screen_unlock"),
    path("batch-worker.js", devices.batch_worker, name="batch_worker"),
    # people
    path("people/", people.person_list, name="person_list"),
    path("people/<int:person_id>/", people.person_detail, name="person_detail"),
    path("people/<int:person_id>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:person_id>/statements/add/", people.statement_add, name="statement_add"),
    path(
        "people/<int:person_id>/statements/<int:statement_id>/choose/",
        people.statement_choose,
        name="statement_choose",
    ),
    # photos
    path("people/<int:person_id>/photos/add/", photos.photo_add, name="photo_add"),
    path("patrols/<int:patrol_id>/photos/add/", photos.patrol_photo_add, name="patrol_photo_add"),
    path("photos/<int:photo_id>/", photos.photo, name="photo"),
    path("photos/<int:photo_id>/hide/", photos.photo_hide, name="photo_hide"),
    path("people/<int:person_id>/flags/add/", flags.flag_raise, name="flag_raise"),
    path("flags/<int:flag_id>/end/", flags.flag_end, name="flag_end"),
    path("people/<int:person_id>/relations/add/", relations.relation_add, name="relation_add"),
    path("relations/<int:relation_id>/mark/", relations.relation_mark, name="relation_mark"),
    path("relations/<int:relation_id>/remove/", relations.relation_remove, name="relation_remove"),
    # doubles
    path("people/likely/", doubles.person_likely, name="person_likely"),
    path("people/duplicates/", doubles.duplicate_list, name="duplicate_list"),
    path("people/duplicates/<int:double_id>/decide/", doubles.double_decide, name="double_decide"),
    path("people/<int:person_id>/merge/", doubles.merge_propose, name="merge_propose"),
    path("merges/<int:merge_id>/decide/", doubles.merge_decide, name="merge_decide"),
    path("merges/<int:merge_id>/undo/", doubles.merge_undo, name="merge_undo"),
    # intakes
    path("patrols/<int:patrol_id>/intakes/paste/", intakes.patrol_paste, name="patrol_paste"),
    path("patrols/offline/", intakes.batch_offline, name="batch_offline"),
    path("intakes/", intakes.intake_list, name="intake_list"),
    path("intakes/register/", intakes.intake_register, name="intake_register"),
    path("intakes/sheets/", sheets.paper_sheet_list, name="paper_sheet_list"),
    path(
        "intakes/sheets/<int:sheet_batch_id>/print/",
        sheets.sheet_batch_print,
        name="sheet_batch_print",
    ),
    path(
        "intakes/sheets/<int:paper_sheet_id>/void/",
        sheets.paper_sheet_void,
        name="paper_sheet_void",
    ),
    path("intakes/import/", register.register_import_list, name="register_import_list"),
    path(
        "intakes/import/<int:register_import_id>/",
        register.register_import_detail,
        name="register_import_detail",
    ),
    path(
        "intakes/import/<int:register_import_id>/answer/",
        register.register_import_answer,
        name="register_import_answer",
    ),
    path(
        "intakes/import/<int:register_import_id>/commit/",
        register.register_import_commit,
        name="register_import_commit",
    ),
    path(
        "intakes/import/<int:register_import_id>/undo/",
        register.register_import_undo,
        name="register_import_undo",
    ),
    path("intakes/export/<int:year>/", register.register_export, name="register_export"),
    path("intakes/<int:intake_id>/", intakes.intake_detail, name="intake_detail"),
    path("intakes/<int:intake_id>/outcome/", intakes.intake_outcome, name="intake_outcome"),
    path("intakes/<int:intake_id>/settle/", intakes.intake_settle, name="intake_settle"),
    path("settings/classes/", intakes.classification_list, name="classification_list"),
    path(
        "settings/classes/<int:classification_id>/",
        intakes.classification_edit,
        name="classification_edit",
    ),
    path("intakes/<int:intake_id>/together/", together.intake_together, name="intake_together"),
    path("intakes/<int:intake_id>/contest/", contests.contest_raise, name="contest_raise"),
    path("contests/", contests.contest_list, name="contest_list"),
    path("contests/<int:contest_id>/decide/", contests.contest_decide, name="contest_decide"),
    path("contests/<int:contest_id>/move/", contests.contest_move, name="contest_move"),
    path("triage/", triage.triage_list, name="triage_list"),
    path("intakes/<int:intake_id>/triage/", triage.triage_fill, name="triage_fill"),
    path("triage/<int:triage_id>/act-done/", triage.triage_act_done, name="triage_act_done"),
    path("settings/triage/", triage.triage_question_list, name="triage_question_list"),
    path(
        "settings/triage/<int:triage_question_id>/",
        triage.triage_question_edit,
        name="triage_question_edit",
    ),
    # stays
    path("stays/", stays.stay_list, name="stay_list"),
    path("stays/arrivals/", stays.stay_arrivals, name="stay_arrivals"),
    path("stays/beds/", beds.bed_list, name="bed_list"),
    path("stays/beds/print/", beds.bed_print, name="bed_print"),
    path("stays/beds/place-all/", beds.bed_place_all, name="bed_place_all"),
    path("stays/beds/<int:bed_id>/take-out/", beds.bed_take_out, name="bed_take_out"),
    path("stays/beds/<int:bed_id>/put-back/", beds.bed_put_back, name="bed_put_back"),
    path("stays/<int:stay_id>/bed/", beds.bed_place, name="bed_place"),
    path("stays/<int:stay_id>/belongings/", belongings.belonging_list, name="belonging_list"),
    path("stays/<int:stay_id>/belongings/take/", belongings.bag_take, name="bag_take"),
    path("stays/<int:stay_id>/belongings/end/", belongings.belonging_end, name="belonging_end"),
    path("belongings/", belongings.bag_list, name="bag_list"),
    path("belongings/<int:bag_id>/list/", belongings.bag_open, name="bag_open"),
    path(
        "belongings/items/<int:belonging_id>/edit/",
        belongings.belonging_edit,
        name="belonging_edit",
    ),
    path("belongings/<int:bag_id>/receipt/", belongings.bag_receipt, name="bag_receipt"),
    path(
        "belongings/ends/<int:belonging_end_id>/letter/",
        belongings.belonging_end_letter,
        name="belonging_end_letter",
    ),
    path("belongings/<int:bag_id>/void/", belongings.bag_void, name="bag_void"),
    path(
        "belongings/ends/<int:belonging_end_id>/acknowledge/",
        belongings.loss_acknowledge,
        name="loss_acknowledge",
    ),
    path(
        "belongings/photos/<int:belonging_photo_id>/",
        belongings.belonging_photo,
        name="belonging_photo",
    ),
    path("stays/arrivals/tonight/", receptions.reception_tonight, name="reception_tonight"),
    path(
        "receptions/<int:reception_id>/letter/",
        receptions.reception_letter,
        name="reception_letter",
    ),
    path("settings/rooms/", beds.room_list, name="room_list"),
    path("settings/rooms/<int:room_id>/", beds.room_edit, name="room_edit"),
    path("stays/roll-call/", presence.roll_call_take, name="roll_call_take"),
    path("stays/roll-calls/", presence.roll_call_list, name="roll_call_list"),
    path(
        "stays/roll-calls/<int:roll_call_id>/", presence.roll_call_detail, name="roll_call_detail"
    ),
    path("stays/absences/", presence.absence_list, name="absence_list"),
    path("absences/<int:absence_id>/", presence.absence_detail, name="absence_detail"),
    path("absences/<int:absence_id>/act/", presence.absence_act, name="absence_act"),
    path("absences/<int:absence_id>/end/", presence.absence_end, name="absence_end"),
    path("stays/meals/", presence.meal_list, name="meal_list"),
    path("stays/leaves/", leaves.leave_list, name="leave_list"),
    path("stays/<int:stay_id>/leave/", leaves.leave_start, name="leave_start"),
    path("leaves/<int:leave_id>/return/", leaves.leave_return, name="leave_return"),
    path("stays/<int:stay_id>/", stays.stay_detail, name="stay_detail"),
    path("stays/<int:stay_id>/social-worker/", stays.stay_assign, name="stay_assign"),
    path("stays/<int:stay_id>/end/", exits.stay_end, name="stay_end"),
    path("stays/<int:stay_id>/death/", deaths.death_record, name="death_record"),
    path("deaths/<int:death_id>/", deaths.death_detail, name="death_detail"),
    path("deaths/<int:death_id>/complete/", deaths.death_complete, name="death_complete"),
    path("exits/", exits.exit_list, name="exit_list"),
    path("exits/together/", exits.exit_together, name="exit_together"),
    path("exits/<int:exit_id>/", exits.exit_detail, name="exit_detail"),
    path("exits/<int:exit_id>/proofs/add/", exits.exit_proof_add, name="exit_proof_add"),
    path(
        "exits/<int:exit_id>/proofs/<int:proof_id>/remove/",
        exits.exit_proof_remove,
        name="exit_proof_remove",
    ),
    path("exits/<int:exit_id>/witnesses/add/", exits.exit_witness_add, name="exit_witness_add"),
    path(
        "exits/<int:exit_id>/witnesses/<int:witness_id>/remove/",
        exits.exit_witness_remove,
        name="exit_witness_remove",
    ),
    path("exits/<int:exit_id>/pieces/<slug:piece>/", exits.exit_piece, name="exit_piece"),
    path("exits/<int:exit_id>/letters/<slug:letter_sort>/", exits.exit_letter, name="exit_letter"),
    path(
        "exits/<int:exit_id>/letters/<slug:letter_sort>/write/",
        exits.exit_letter_write,
        name="exit_letter_write",
    ),
    path("exits/<int:exit_id>/needed/print/", exits.exit_needed_print, name="exit_needed_print"),
    path("exits/<int:exit_id>/decide/", exits.exit_decide, name="exit_decide"),
    path("exits/<int:exit_id>/hand-over/", exits.exit_hand_over, name="exit_hand_over"),
    path("exits/<int:exit_id>/cancel/", exits.exit_cancel, name="exit_cancel"),
    path("exits/<int:exit_id>/acknowledge/", exits.exit_acknowledge, name="exit_acknowledge"),
    path(
        "stays/extend/",
        extensions.extension_propose_several,
        name="extension_propose_several",
    ),
    path("stays/<int:stay_id>/extend/", extensions.extension_propose, name="extension_propose"),
    path("extensions/", extensions.extension_list, name="extension_list"),
    path(
        "extensions/decide/",
        extensions.extension_decide_several,
        name="extension_decide_several",
    ),
    path(
        "extensions/<int:extension_id>/decide/",
        extensions.extension_decide,
        name="extension_decide",
    ),
    path(
        "extensions/<int:extension_id>/cancel/",
        extensions.extension_cancel,
        name="extension_cancel",
    ),
    path(
        "extensions/<int:extension_id>/letter/",
        extensions.extension_letter,
        name="extension_letter",
    ),
    path("settings/exit-kinds/", exits.exit_kind_list, name="exit_kind_list"),
    path("settings/exit-kinds/<int:exit_kind_id>/", exits.exit_kind_edit, name="exit_kind_edit"),
    path("settings/promise-texts/", exits.promise_text_list, name="promise_text_list"),
    path("settings/stay-rules/", stays.stay_rule_list, name="stay_rule_list"),
    path("settings/stay-rules/preview/", stays.stay_rule_preview, name="stay_rule_preview"),
    path("settings/stay-rules/<int:stay_rule_id>/", stays.stay_rule_edit, name="stay_rule_edit"),
    path("stays/evening-sheet/", evening.evening_sheet, name="evening_sheet"),
    path("settings/numbers/", evening.important_number_list, name="important_number_list"),
    path(
        "settings/numbers/<int:important_number_id>/",
        evening.important_number_edit,
        name="important_number_edit",
    ),
    # tasks and shifts
    path("tasks/", tasks.task_list, name="task_list"),
    path("tasks/add/", tasks.task_add, name="task_add"),
    path("tasks/<int:task_id>/done/", tasks.task_done, name="task_done"),
    path("tasks/<int:task_id>/cancel/", tasks.task_cancel, name="task_cancel"),
    path("shifts/", shifts.shift_note_list, name="shift_note_list"),
    path("shifts/write/", shifts.shift_note_write, name="shift_note_write"),
    path(
        "shifts/<int:shift_note_id>/acknowledge/",
        shifts.shift_note_acknowledge,
        name="shift_note_acknowledge",
    ),
    # visits, and who asks for somebody
    path("visits/", visits.visit_list, name="visit_list"),
    path("visits/register/", visits.visit_register, name="visit_register"),
    path("visits/<int:visit_id>/", visits.visit_detail, name="visit_detail"),
    path("visits/<int:visit_id>/leave/", visits.visit_leave, name="visit_leave"),
    path("visits/unwelcome/", visits.unwelcome_list, name="unwelcome_list"),
    path("visits/unwelcome/add/", visits.unwelcome_add, name="unwelcome_add"),
    path("visits/unwelcome/<int:unwelcome_id>/end/", visits.unwelcome_end, name="unwelcome_end"),
    path("inquiries/", visits.inquiry_list, name="inquiry_list"),
    path("inquiries/register/", visits.inquiry_register, name="inquiry_register"),
    path("inquiries/<int:inquiry_id>/", visits.inquiry_detail, name="inquiry_detail"),
    path("inquiries/<int:inquiry_id>/link/", visits.inquiry_link, name="inquiry_link"),
    path("inquiries/<int:inquiry_id>/close/", visits.inquiry_close, name="inquiry_close"),
    path("gate/month/<int:year>/<int:month>/", gate.gate_month, name="gate_month"),
    path(
        "gate/month/<int:year>/<int:month>/print/",
        gate.gate_month_print,
        name="gate_month_print",
    ),
    # incidents
    path("incidents/", incidents.incident_list, name="incident_list"),
    path("incidents/register/", incidents.incident_register, name="incident_register"),
    path("incidents/<int:incident_id>/", incidents.incident_detail, name="incident_detail"),
    path(
        "incidents/<int:incident_id>/acknowledge/",
        incidents.incident_acknowledge,
        name="incident_acknowledge",
    ),
    path(
        "incidents/<int:incident_id>/follow-up/",
        incidents.incident_follow_up,
        name="incident_follow_up",
    ),
    path(
        "incidents/<int:incident_id>/mediate/",
        incidents.incident_mediate,
        name="incident_mediate",
    ),
    # casework
    path("plans/", casework.plan_list, name="plan_list"),
    path("stays/<int:stay_id>/plan/", casework.plan_write, name="plan_write"),
    path("plans/<int:plan_id>/", casework.plan_detail, name="plan_detail"),
    path("plans/<int:plan_id>/edit/", casework.plan_edit, name="plan_edit"),
    path("plans/<int:plan_id>/submit/", casework.plan_submit, name="plan_submit"),
    path("plans/<int:plan_id>/decide/", casework.plan_decide, name="plan_decide"),
    path(
        "plans/<int:plan_id>/items/<int:item_id>/close/",
        casework.plan_item_close,
        name="plan_item_close",
    ),
    # aftercare
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
