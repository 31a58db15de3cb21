"""What the database refuses of a stay, an exit or an extension, in words."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

# What the database says when two clerks were quicker than our own look.
REASONS = {
    "person_has_one_open_stay": "Klien ini masih dalam masa pembinaan.",
    "stays_of_a_person_do_not_overlap": "Bertumpuk dengan masa pembinaan lain dari klien ini.",
    "stay_ends_after_it_begins": "Saat keluar harus sesudah saat tiba.",
    "stay_has_one_exit": "Terminasi masa pembinaan ini sudah diajukan.",
    "stay_has_one_open_extension": "Perpanjangan masa pembinaan ini sudah diajukan.",
    "release_is_decided": "Anak dan klien yang bergantung keluar dengan keputusan Kepala UPT.",
    "release_is_whole": "Terminasi ini belum lengkap. Lihat daftar yang masih kurang.",
    "no_child_leaves_as_an_adult": "Anak tidak dapat keluar dengan cara ini.",
    "family_is_no_emergency": "Penyerahan kepada keluarga bukan keadaan darurat. Pilih kembali ke"
    " keluarga. Bila dibawa polisi atau ke rumah sakit, tulis petugasnya dan kosongkan hubungan.",
    "release_is_decided_by_another": "Yang mengajukan atau melengkapi tidak dapat memutuskan.",
    "witness_stands_once": "Saksi ini sudah dicatat.",
    "witness_nik_stands_once": "Saksi dengan NIK ini sudah dicatat.",
}


def save(row):
    """Save, and say in words what the database refuses."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        constraint = error.__cause__.diag.constraint_name
        if constraint not in REASONS:
            raise
        raise ValidationError(REASONS[constraint]) from error
