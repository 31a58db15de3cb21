from cases.voice.complaints import views as complaints
from cases.voice.skm import views as skm
from cases.voice.survey import views as survey
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("complaints/", complaints.complaint_list, "daftar pengaduan"),
    page("complaints/register/", complaints.complaint_register, "catat pengaduan"),
    page("complaints/poster/print/", complaints.complaint_poster_print, NOBODY),
    page("complaints/<int:complaint_id>/", complaints.complaint_detail),
    page("complaints/<int:complaint_id>/edit/", complaints.complaint_edit, "ubah"),
    page("complaints/<int:complaint_id>/take/", complaints.complaint_take, "tunjuk petugas"),
    page("complaints/<int:complaint_id>/find/", complaints.complaint_find, "tulis temuan"),
    page("complaints/<int:complaint_id>/answer/", complaints.complaint_answer, "jawab"),
    page("complaints/<int:complaint_id>/reject/", complaints.complaint_reject, "tidak diterima"),
    page("complaints/<int:complaint_id>/reopen/", complaints.complaint_reopen, "buka lagi"),
    page("complaints/<int:complaint_id>/code/", complaints.complaint_code, "kode baru"),
    # The reader is nobody whom the log knows; what they send is written down.
    page("keluhan/", complaints.complaint_public, NOBODY),
    page("keluhan/jawaban/", complaints.complaint_reply, NOBODY),
    page("settings/complaint-channels/", complaints.complaint_channel_list, NOBODY),
    page(
        "settings/complaint-channels/<int:complaint_channel_id>/",
        complaints.complaint_channel_edit,
        NOBODY,
    ),
    page("voices/", survey.voice_list, "yang akan keluar"),
    page("voices/figures/", survey.voice_figures, NOBODY),
    page("stays/<int:stay_id>/voice/", survey.voice_hand, "minta pendapat"),
    # A telephone that was handed over: nobody is logged in, and no name stands on it.
    page("suara/", survey.voice_ask, NOBODY),
    page("suara/selesai/", survey.voice_thanks, NOBODY),
    page("skm/", skm.skm_list, NOBODY),
    page("skm/begin/", skm.skm_begin, NOBODY),
    page("skm/<int:skm_round_id>/", skm.skm_detail, NOBODY),
    page("skm/<int:skm_round_id>/print/", skm.skm_print, NOBODY),
    page("skm/<int:skm_round_id>/type/", skm.skm_type, NOBODY),
    page("skm/<int:skm_round_id>/close/", skm.skm_close, NOBODY),
    page("skm/sheets/<int:skm_answer_id>/void/", skm.skm_void, NOBODY),
    page("survei/<slug:round_token>/", skm.skm_public, NOBODY),
]
