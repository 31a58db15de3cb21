from cases.file import views as file
from cases.file.consents import views as consents
from cases.file.families import views as families
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("people/<int:person_id>/", file.person_detail),
    page("people/<int:person_id>/health/", file.person_health, "kesehatan"),
    page("people/<int:person_id>/law/", file.person_law, "hukum"),
    page("people/<int:person_id>/identity/", file.person_identity, "identitas"),
    page("people/<int:person_id>/family/", families.person_family, "keluarga"),
    page("people/<int:person_id>/family/add/", families.person_family_add, "catat keluarga"),
    page("people/<int:person_id>/timeline/", file.person_timeline, "riwayat"),
    page("stays/<int:stay_id>/", file.stay_detail),
    page("stays/<int:stay_id>/consents/", consents.stay_consents, "persetujuan"),
    page("stays/<int:stay_id>/consents/ask/", consents.consent_ask, "tanyakan persetujuan"),
    page("stays/<int:stay_id>/consents/tell/", consents.consent_tell, "beri tahu"),
    page("stays/<int:stay_id>/consents/print/", consents.consent_told_print, "pemberitahuan"),
    page("stays/<int:stay_id>/stand-in/", consents.standin_propose, "ajukan pengganti wali"),
    page("stand-ins/", consents.standin_list, "pengganti wali"),
    page("stand-ins/<int:stand_in_id>/decide/", consents.standin_decide),
    page("stand-ins/<int:stand_in_id>/end/", consents.standin_end, "akhiri pengganti wali"),
    page("consents/<int:consent_id>/letter/", consents.consent_letter, "surat persetujuan"),
    page("consents/<int:consent_id>/letter/write/", consents.consent_letter_write),
    page("consents/<int:consent_id>/withdraw/", consents.consent_withdraw, "tarik persetujuan"),
    page("settings/legal-bases/", consents.legal_basis_list, NOBODY),
    page("stays/<int:stay_id>/referrals/", file.stay_referrals, "rujukan"),
]
