from partners.questions import views as questions
from rptc.addresses import NOBODY, page

urlpatterns = [
    page("questions/", questions.question_list, "daftar pertanyaan tempat"),
    page("stays/<int:stay_id>/questions/add/", questions.question_add, "tanya tempat"),
    page("questions/<int:place_question_id>/", questions.question_detail),
    page(
        "questions/<int:place_question_id>/others/", questions.question_others, "tanya mitra lain"
    ),
    page("questions/<int:place_question_id>/close/", questions.question_close, "tutup pertanyaan"),
    page("questions/asked/<int:asked_partner_id>/link/", questions.asked_link, "tautan jawaban"),
    page(
        "questions/asked/<int:asked_partner_id>/answer/", questions.asked_answer, "jawaban mitra"
    ),
    page("questions/asked/<int:asked_partner_id>/undo/", questions.asked_undo, "urungkan jawaban"),
    page("questions/asked/<int:asked_partner_id>/read/", questions.asked_read),
    # The reader is nobody whom the log knows; what they answer is written down.
    page("tempat/<slug:place_token>/", questions.place_reply, NOBODY),
]
