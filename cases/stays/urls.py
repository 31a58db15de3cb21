from cases.stays import views as stays
from cases.stays.extensions import views as extensions
from rptc.addresses import page

urlpatterns = [
    page("stays/<int:stay_id>/", stays.stay_detail),
    page("stays/extend/", extensions.extension_propose_several),
    page("stays/<int:stay_id>/extend/", extensions.extension_propose),
    page("extensions/", extensions.extension_list),
    page("extensions/decide/", extensions.extension_decide_several),
    page("extensions/<int:extension_id>/decide/", extensions.extension_decide),
    page("extensions/<int:extension_id>/cancel/", extensions.extension_cancel),
    page("extensions/<int:extension_id>/letter/", extensions.extension_letter),
    page("settings/stay-rules/", stays.stay_rule_list),
    page("settings/stay-rules/preview/", stays.stay_rule_preview),
    page("settings/stay-rules/<int:stay_rule_id>/", stays.stay_rule_edit),
]
