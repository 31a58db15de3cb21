from partners.members import views as members
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("settings/partner-users/", members.partner_user_list, NOBODY),
    page(
        "settings/partner-users/<int:proposed_member_id>/prepare/", members.member_prepare, NOBODY
    ),
    page("settings/partner-users/<int:proposed_member_id>/refuse/", members.member_refuse, NOBODY),
    page(
        "settings/partner-users/<int:member_left_id>/known/",
        members.member_left_acknowledge,
        NOBODY,
    ),
]
