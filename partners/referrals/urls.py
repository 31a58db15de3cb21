from partners.referrals import views as referrals
from rptc.addresses import page

urlpatterns = [
    page("referrals/", referrals.referral_list, "daftar rujukan"),
    page("stays/<int:stay_id>/refer/", referrals.referral_propose, "usul rujukan"),
    page("referrals/<int:referral_id>/", referrals.referral_detail),
    page("referrals/<int:referral_id>/edit/", referrals.referral_edit, "ubah rujukan"),
    page("referrals/<int:referral_id>/decide/", referrals.referral_decide),
    page("referrals/<int:referral_id>/answer/", referrals.referral_answer, "jawaban mitra"),
    page("referrals/<int:referral_id>/safety/", referrals.referral_safety),
    page("referrals/<int:referral_id>/revoke/", referrals.referral_revoke, "tarik rujukan"),
    page(
        "referrals/<int:referral_id>/arrival/", referrals.referral_arrival, "kedatangan di mitra"
    ),
    page("referrals/<int:referral_id>/arrival/letter/", referrals.referral_arrival_letter),
    page("arrivals/<int:arrival_id>/undo/", referrals.arrival_undo),
    page("arrival-things/<int:arrival_thing_id>/close/", referrals.arrival_thing_close),
    page("referrals/<int:referral_id>/letter/", referrals.referral_letter, "surat rujukan"),
    page("referrals/<int:referral_id>/letter/write/", referrals.referral_letter_write),
]
