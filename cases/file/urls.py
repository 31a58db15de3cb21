from cases.file import views as file
from cases.file.families import views as families
from rptc.addresses import page

urlpatterns = [
    page("people/<int:person_id>/", file.person_detail),
    page("people/<int:person_id>/health/", file.person_health, "kesehatan"),
    page("people/<int:person_id>/law/", file.person_law, "hukum"),
    page("people/<int:person_id>/identity/", file.person_identity, "identitas"),
    page("people/<int:person_id>/family/", families.person_family, "keluarga"),
    page("people/<int:person_id>/family/add/", families.person_family_add, "catat keluarga"),
    page("people/<int:person_id>/timeline/", file.person_timeline, "riwayat"),
    page("stays/<int:stay_id>/", file.stay_detail),
    page("stays/<int:stay_id>/referrals/", file.stay_referrals, "rujukan"),
]
