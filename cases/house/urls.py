from django.urls import path

from cases.house.beds import views as beds
from cases.house.belongings import views as belongings
from cases.house.board import views as board
from cases.house.evening import views as evening
from cases.house.leaves import views as leaves
from cases.house.presence import views as presence
from cases.house.shifts import views as shifts
from cases.house.tasks import views as tasks

urlpatterns = [
    path("stays/", board.stay_list, name="stay_list"),
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
    path("stays/evening-sheet/", evening.evening_sheet, name="evening_sheet"),
    path("settings/numbers/", evening.important_number_list, name="important_number_list"),
    path(
        "settings/numbers/<int:important_number_id>/",
        evening.important_number_edit,
        name="important_number_edit",
    ),
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
]
