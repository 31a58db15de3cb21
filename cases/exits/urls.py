from django.urls import path

from cases.exits import views as exits
from cases.exits.deaths import views as deaths

urlpatterns = [
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
    path("settings/exit-kinds/", exits.exit_kind_list, name="exit_kind_list"),
    path("settings/exit-kinds/<int:exit_kind_id>/", exits.exit_kind_edit, name="exit_kind_edit"),
    path("settings/promise-texts/", exits.promise_text_list, name="promise_text_list"),
]
