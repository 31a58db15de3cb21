from partners.silence import views as silence
from rptc.addresses import page

urlpatterns = [
    page("referrals/silent/", silence.silent_list, "rujukan belum dijawab"),
    page("referrals/<int:referral_id>/remind/", silence.referral_remind, "ingatkan mitra"),
    page("referrals/<int:referral_id>/give-up/", silence.referral_give_up, "tidak menunggu lagi"),
]
