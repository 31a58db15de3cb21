from django.urls import path

from cases.stays import views as stays
from cases.stays.extensions import views as extensions

urlpatterns = [
    path("stays/<int:stay_id>/", stays.stay_detail, name="stay_detail"),
    path("stays/<int:stay_id>/social-worker/", stays.stay_assign, name="stay_assign"),
    path(
        "stays/extend/",
        extensions.extension_propose_several,
        name="extension_propose_several",
    ),
    path("stays/<int:stay_id>/extend/", extensions.extension_propose, name="extension_propose"),
    path("extensions/", extensions.extension_list, name="extension_list"),
    path(
        "extensions/decide/",
        extensions.extension_decide_several,
        name="extension_decide_several",
    ),
    path(
        "extensions/<int:extension_id>/decide/",
        extensions.extension_decide,
        name="extension_decide",
    ),
    path(
        "extensions/<int:extension_id>/cancel/",
        extensions.extension_cancel,
        name="extension_cancel",
    ),
    path(
        "extensions/<int:extension_id>/letter/",
        extensions.extension_letter,
        name="extension_letter",
    ),
    path("settings/stay-rules/", stays.stay_rule_list, name="stay_rule_list"),
    path("settings/stay-rules/preview/", stays.stay_rule_preview, name="stay_rule_preview"),
    path("settings/stay-rules/<int:stay_rule_id>/", stays.stay_rule_edit, name="stay_rule_edit"),
]
