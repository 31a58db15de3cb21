from cases.exits import views as exits
from cases.exits.deaths import views as deaths
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("stays/<int:stay_id>/end/", exits.stay_end, "terminasi"),
    page("stays/<int:stay_id>/death/", deaths.death_record, "catat kematian"),
    page("deaths/<int:death_id>/", deaths.death_detail),
    page("deaths/<int:death_id>/complete/", deaths.death_complete, "lengkapi"),
    page("exits/", exits.exit_list, "daftar terminasi"),
    page("exits/together/", exits.exit_together, "terminasi bersama"),
    page("exits/together/done/", exits.exit_together_done, "terminasi bersama selesai"),
    page("exits/together/print/", exits.exit_together_print, "cetak berita acara bersama"),
    page("exits/<int:exit_id>/", exits.exit_detail),
    page("exits/<int:exit_id>/proofs/add/", exits.exit_proof_add, "tambah bukti"),
    page("exits/<int:exit_id>/proofs/<int:proof_id>/remove/", exits.exit_proof_remove),
    page("exits/<int:exit_id>/witnesses/add/", exits.exit_witness_add, "tambah saksi"),
    page("exits/<int:exit_id>/witnesses/<int:witness_id>/remove/", exits.exit_witness_remove),
    page("exits/<int:exit_id>/somebody-else/", exits.exit_somebody_else, "mengapa orang lain"),
    page("exits/<int:exit_id>/pieces/<slug:piece>/", exits.exit_piece, "kelengkapan"),
    page("exits/<int:exit_id>/receiver-photo/", exits.exit_receiver_photo, NOBODY),
    page("exits/<int:exit_id>/receiver-photo/remove/", exits.exit_receiver_photo_remove),
    page("exits/<int:exit_id>/letters/<slug:letter_sort>/", exits.exit_letter, "surat"),
    page(
        "exits/<int:exit_id>/letters/<slug:letter_sort>/write/",
        exits.exit_letter_write,
        "tulis surat",
    ),
    page("exits/<int:exit_id>/needed/print/", exits.exit_needed_print, "yang perlu dibawa"),
    page("exits/<int:exit_id>/decide/", exits.exit_decide),
    page("exits/<int:exit_id>/hand-over/", exits.exit_hand_over, "serah terima"),
    page("exits/<int:exit_id>/cancel/", exits.exit_cancel, "batalkan"),
    page("exits/<int:exit_id>/acknowledge/", exits.exit_acknowledge, "nyatakan diketahui"),
    page("settings/exit-kinds/", exits.exit_kind_list, NOBODY),
    page("settings/exit-kinds/<int:exit_kind_id>/", exits.exit_kind_edit, NOBODY),
    page("settings/promise-texts/", exits.promise_text_list, NOBODY),
]
