from cases.stays import views as stays
from cases.stays.extensions import views as extensions
from cases.stays.free_days import views as free_days
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("stays/extend/", extensions.extension_propose_several, "usul perpanjangan bersama"),
    page("stays/<int:stay_id>/extend/", extensions.extension_propose, "usul perpanjangan"),
    page("extensions/", extensions.extension_list, "daftar perpanjangan"),
    page(
        "extensions/decide/", extensions.extension_decide_several, "putuskan perpanjangan bersama"
    ),
    page("extensions/<int:extension_id>/decide/", extensions.extension_decide),
    page("extensions/<int:extension_id>/cancel/", extensions.extension_cancel, "batalkan"),
    page("extensions/<int:extension_id>/letter/", extensions.extension_letter, "surat"),
    page("extensions/<int:extension_id>/letter/write/", extensions.extension_letter_write),
    page("settings/stay-rules/", stays.stay_rule_list, NOBODY),
    page("settings/stay-rules/preview/", stays.stay_rule_preview, "contoh aturan masa pembinaan"),
    page("settings/stay-rules/<int:stay_rule_id>/", stays.stay_rule_edit, NOBODY),
    page("settings/free-days/", free_days.free_day_list, NOBODY),
    page("settings/free-days/<int:free_day_id>/", free_days.free_day_edit, NOBODY),
]
