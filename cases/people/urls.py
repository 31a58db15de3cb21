from cases.people import views as people
from cases.people.conflicts import views as conflicts
from cases.people.doubles import views as doubles
from cases.people.flags import views as flags
from cases.people.photos import views as photos
from cases.people.relations import views as relations
from cases.people.sealing import views as sealing
from cases.people.substitutes import views as substitutes
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("people/", people.person_list, "daftar klien"),
    page("people/<int:person_id>/edit/", people.person_edit, "ubah identitas"),
    page("people/<int:person_id>/statements/add/", people.statement_add, "tambah keterangan"),
    page("people/<int:person_id>/statements/<int:statement_id>/choose/", people.statement_choose),
    page("people/<int:person_id>/photos/add/", photos.photo_add, "tambah foto"),
    page("patrols/<int:patrol_id>/photos/add/", photos.patrol_photo_add, "tambah foto"),
    page("photos/<int:photo_id>/", photos.photo, NOBODY),
    page("photos/<int:photo_id>/hide/", photos.photo_hide),
    page("people/<int:person_id>/flags/add/", flags.flag_raise, "pasang peringatan"),
    page("flags/<int:flag_id>/end/", flags.flag_end, "cabut peringatan"),
    page("people/<int:person_id>/relations/add/", relations.relation_add, "tambah hubungan"),
    page("relations/<int:relation_id>/mark/", relations.relation_mark, "tandai hubungan"),
    page("relations/<int:relation_id>/remove/", relations.relation_remove),
    page("people/likely/", doubles.person_likely, NOBODY),
    page("people/duplicates/", doubles.duplicate_list, "berkas ganda"),
    page("people/duplicates/decide/", doubles.double_decide, "putuskan berkas ganda"),
    page("people/<int:person_id>/merge/", doubles.merge_propose, "usul penggabungan"),
    page("merges/<int:merge_id>/decide/", doubles.merge_decide),
    page("merges/<int:merge_id>/undo/", doubles.merge_undo),
    page("people/<int:person_id>/seal/", sealing.person_seal, "tutup berkas"),
    page("seals/<int:seal_id>/acknowledge/", sealing.seal_acknowledge),
    page("seals/", sealing.seal_list, "berkas tertutup"),
    page("seals/<int:seal_id>/readers/add/", sealing.sealreader_add, "tambah pembaca"),
    page("seals/readers/<int:sealreader_id>/end/", sealing.sealreader_end),
    page("seals/readers/<int:sealreader_id>/acknowledge/", sealing.sealreader_acknowledge),
    page("people/<int:person_id>/unseal/", sealing.person_unseal, "buka berkas kembali"),
    page("people/<int:person_id>/sealed/", sealing.person_sealed, "berkas tertutup"),
    page("emergencies/", sealing.emergencyaccess_list, "daftar akses darurat"),
    page("emergencies/<int:emergencyaccess_id>/decide/", sealing.emergencyaccess_decide),
    page("emergencies/<int:emergencyaccess_id>/read/", sealing.emergencyaccess_read),
    page("conflicts/", conflicts.conflict_list, "daftar berkas sendiri atau keluarga"),
    page("conflicts/own/", conflicts.conflict_own, "berkas sendiri atau keluarga"),
    page("conflicts/add/", conflicts.conflict_add, "catat berkas keluarga petugas"),
    page("conflicts/<int:conflict_id>/end/", conflicts.conflict_end),
    page("substitutes/", substitutes.substitution_list, NOBODY),
    page("substitutes/<int:substitution_id>/decide/", substitutes.substitution_decide, NOBODY),
    page("substitutes/<int:substitution_id>/end/", substitutes.substitution_end, NOBODY),
]
