from cases.stays import views as stays
from cases.stays.extensions import views as extensions
from rptc.addresses import address

urlpatterns = [
    address("stays/<int:stay_id>/", stays.stay_detail),
    address("stays/<int:stay_id>/social-worker/", stays.stay_assign),
    address("stays/extend/", extensions.extension_propose_several),
    address("stays/<int:stay_id>/extend/", extensions.extension_propose),
    address("extensions/", extensions.extension_list),
    address("extensions/decide/", extensions.extension_decide_several),
    address("extensions/<int:extension_id>/decide/", extensions.extension_decide),
    address("extensions/<int:extension_id>/cancel/", extensions.extension_cancel),
    address("extensions/<int:extension_id>/letter/", extensions.extension_letter),
    address("settings/stay-rules/", stays.stay_rule_list),
    address("settings/stay-rules/preview/", stays.stay_rule_preview),
    address("settings/stay-rules/<int:stay_rule_id>/", stays.stay_rule_edit),
]
