from cases.house.beds import views as beds
from cases.house.belongings import views as belongings
from cases.house.board import views as board
from cases.house.evening import views as evening
from cases.house.leaves import views as leaves
from cases.house.presence import views as presence
from cases.house.shifts import views as shifts
from cases.house.tasks import views as tasks
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("stays/", board.stay_list, "papan masa pembinaan"),
    page("stays/beds/", beds.bed_list, "papan tempat tidur"),
    page("stays/beds/print/", beds.bed_print, "papan tempat tidur"),
    page("stays/beds/place-all/", beds.bed_place_all, "tempatkan semua"),
    page("stays/beds/exceptions/", beds.bed_exception_list, "penyimpangan tempat tidur"),
    page("stays/beds/guests/begin/", board.guests_begin, NOBODY),
    page("stays/beds/guests/end/", board.guests_end, NOBODY),
    page("stays/beds/<int:bed_id>/", beds.bed_detail, "riwayat tempat tidur"),
    page("stays/beds/<int:bed_id>/take-out/", beds.bed_take_out, NOBODY),
    page("stays/beds/<int:bed_id>/put-back/", beds.bed_put_back, NOBODY),
    page("stays/<int:stay_id>/bed/", beds.bed_place, "pilih tempat tidur"),
    page("stays/<int:stay_id>/belongings/", belongings.belonging_list, "barang titipan"),
    page("stays/<int:stay_id>/belongings/take/", belongings.bag_take, "terima titipan"),
    page("stays/<int:stay_id>/belongings/end/", belongings.belonging_end, "akhiri titipan"),
    page("belongings/", belongings.bag_list, "daftar titipan"),
    page("belongings/<int:bag_id>/list/", belongings.bag_open),
    page("belongings/items/<int:belonging_id>/edit/", belongings.belonging_edit, "ubah barang"),
    page("belongings/<int:bag_id>/receipt/", belongings.bag_receipt, "tanda terima"),
    page(
        "belongings/ends/<int:belonging_end_id>/letter/", belongings.belonging_end_letter, "surat"
    ),
    page("belongings/<int:bag_id>/void/", belongings.bag_void, "batalkan titipan"),
    page(
        "belongings/ends/<int:belonging_end_id>/acknowledge/",
        belongings.loss_acknowledge,
        "nyatakan diketahui",
    ),
    page("belongings/photos/<int:belonging_photo_id>/", belongings.belonging_photo),
    page("settings/rooms/", beds.room_list, NOBODY),
    page("settings/rooms/<int:room_id>/", beds.room_edit, NOBODY),
    page("stays/roll-call/", presence.roll_call_take, "absen klien"),
    page("stays/roll-call/kept/", presence.roll_call_kept, NOBODY),
    page("stays/roll-calls/", presence.roll_call_list, "daftar absen"),
    page("stays/roll-calls/<int:roll_call_id>/", presence.roll_call_detail),
    page("stays/absences/", presence.absence_list, "daftar tidak terlihat"),
    page("absences/<int:absence_id>/", presence.absence_detail),
    page("absences/<int:absence_id>/act/", presence.absence_act, "pencarian"),
    page("absences/<int:absence_id>/police/", presence.absence_police, "pencarian"),
    page("absences/acts/<int:absence_act_id>/take-back/", presence.absence_act_take_back),
    page("absences/<int:absence_id>/end/", presence.absence_end, "akhiri pencarian"),
    page("stays/meals/", presence.meal_list, "daftar makan"),
    page("stays/leaves/", leaves.leave_list, "daftar izin keluar"),
    page("stays/<int:stay_id>/leave/", leaves.leave_start, "izin keluar"),
    page("leaves/<int:leave_id>/return/", leaves.leave_return, "kembali dari izin"),
    page("leaves/<int:leave_id>/missing/", leaves.leave_missing, "tidak kembali dari izin"),
    page("stays/evening-sheet/", evening.evening_sheet, "lembar malam"),
    page("settings/numbers/", evening.important_number_list, NOBODY),
    page("settings/numbers/<int:important_number_id>/", evening.important_number_edit, NOBODY),
    page("tasks/", tasks.task_list, "daftar tugas"),
    page("tasks/add/", tasks.task_add, "tambah tugas"),
    page("tasks/<int:task_id>/done/", tasks.task_done, "selesaikan"),
    page("tasks/<int:task_id>/cancel/", tasks.task_cancel, "batalkan"),
    page("shifts/", shifts.shift_note_list, "serah terima piket"),
    page("shifts/write/", shifts.shift_note_write, NOBODY),
    page("shifts/<int:shift_note_id>/acknowledge/", shifts.shift_note_acknowledge),
]
