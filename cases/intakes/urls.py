from django.urls import path

from cases.intakes import views as intakes
from cases.intakes.contests import views as contests
from cases.intakes.register import views as register
from cases.intakes.sheets import views as sheets
from cases.intakes.together import views as together
from cases.intakes.triage import views as triage

urlpatterns = [
    path("patrols/<int:patrol_id>/intakes/", intakes.patrol_intakes, name="patrol_intakes"),
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
]
