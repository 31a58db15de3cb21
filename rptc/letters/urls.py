from rptc.addresses import NOBODY, page
from rptc.letters import views
from rptc.letters.agency import views as agency
from rptc.letters.procedures import views as procedures
from rptc.letters.signatures import views as signatures
from rptc.letters.texts import views as texts

app_name = "letters"

PROCEDURE = "procedures/<int:procedure_id>/"

urlpatterns = [
    page("letters/", views.letter_list, "daftar surat"),
    page("letters/print/", views.letter_register_print, "cetak register surat"),
    page("letters/together/", views.letter_together, "cetak surat bersama"),
    page("letters/insert/", views.letter_insert, NOBODY),
    page("letters/<int:letter_id>/", views.letter_detail),
    page("letters/<int:letter_id>/file/", views.letter_file),
    page("letters/<int:letter_id>/number/", views.letter_number, "beri nomor"),
    page("letters/<int:letter_id>/scan/", views.letter_scan, "lampirkan pindaian"),
    page("letters/<int:letter_id>/withdraw/", views.letter_withdraw, "minta penarikan"),
    page("letters/<int:letter_id>/withdraw/decide/", views.withdrawal_decide),
    page("letters/<int:letter_id>/initial/office/", agency.letter_initial_office),
    page("letters/<int:letter_id>/initial/head/", agency.letter_initial_head),
    page("letters/<int:letter_id>/carry/", agency.letter_carry, "bawa ke Dinas"),
    page("agency/letters/", agency.agency_letter_list, "surat untuk Dinas"),
    page("agency/letters/<int:letter_id>/file/", agency.agency_letter_file),
    page("letters/<int:letter_id>/sign/", signatures.letter_sign, "tanda tangan"),
    page("letters/<int:letter_id>/sign/file/", signatures.letter_sign_file),
    page("letters/<int:letter_id>/sign/sheet/", signatures.signature_sheet_print),
    page("letters/signatures/<int:signature_id>/picture/", signatures.signature_picture),
    page(
        "letters/signatures/<int:signature_id>/withdraw/",
        signatures.signature_withdraw,
        "tanda tangan keliru",
    ),
    page("procedures/", procedures.procedure_list, "dasar hukum dan SOP"),
    page("procedures/add/", procedures.procedure_add, NOBODY),
    page(PROCEDURE, procedures.procedure_detail, NOBODY),
    page(f"{PROCEDURE}edit/", procedures.procedure_edit, NOBODY),
    page(f"{PROCEDURE}confirm/", procedures.procedure_confirm, NOBODY),
    page(f"{PROCEDURE}read/", procedures.procedure_read, NOBODY),
    page(f"{PROCEDURE}scan/", procedures.procedure_scan, NOBODY),
    page(f"{PROCEDURE}scan/add/", procedures.procedure_scan_add, NOBODY),
    page("check/", views.letter_check_code, NOBODY),
    page("check/<slug:check_code>/", views.letter_check, NOBODY),
    page("settings/letters/", views.letter_kind_list, NOBODY),
    page("settings/letters/<int:letter_kind_id>/", views.letter_kind_edit, NOBODY),
    page("settings/letters/<int:letter_kind_id>/text/", texts.letter_text_write, "teks surat"),
    page("settings/letters/texts/<int:letter_text_id>/", texts.letter_text_detail, "teks surat"),
    page(
        "settings/letters/texts/<int:letter_text_id>/print/",
        texts.letter_text_print,
        "contoh surat",
    ),
    page("settings/letters/texts/decide/<int:text_proposal_id>/", texts.letter_text_decide),
    page("settings/unit/", views.unit_settings, NOBODY),
    page("settings/unit/emblem/", views.emblem_change, NOBODY),
    page("settings/unit/emblem/remove/", views.emblem_remove, NOBODY),
    page("settings/unit/signatories/add/", views.signatory_add, NOBODY),
    page("settings/unit/signatories/<int:signatory_id>/end/", views.signatory_end, NOBODY),
]
