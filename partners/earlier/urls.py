from partners.earlier import views as earlier
from rptc.addresses import NOBODY, page

AT = "earlier-referrals/"
ROW = f"{AT}<int:earlier_referral_id>/"
urlpatterns = [
    page(AT, earlier.earlier_referral_list, NOBODY),
    page(f"{AT}add/", earlier.earlier_referral_add, NOBODY),
    page(f"{AT}paste/", earlier.earlier_referral_paste, NOBODY),
    page(ROW, earlier.earlier_referral_detail, NOBODY),
    page(f"{ROW}edit/", earlier.earlier_referral_edit, NOBODY),
]
