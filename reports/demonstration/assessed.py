"""Who was asked what, at which stage: in the years written in one go, and in the living house by
the actions of the pages."""

from datetime import timedelta

from cases.casework.assessments.actions import Typed, finish_assessment, save_answers
from cases.casework.assessments.asking import questions_of, set_of
from cases.casework.assessments.due import owes_full
from cases.casework.assessments.models import Answer, Assessment, Stage
from cases.casework.assessments.questions.models import Question, QuestionSet
from cases.casework.assessments.risks.measuring import measure
from cases.casework.assessments.risks.models import RiskRule
from rptc import days

# What is answered otherwise than by the dice: nobody is at risk by chance alone.
USUAL = {
    "takut": {"Tidak": 88, "Ya": 8, "Tidak mau menjawab": 4},
    "disuruh": {"Tidak": 80, "Ya": 14, "Tidak mau menjawab": 6},
    "badan": {"Sehat": 66, "Sakit ringan": 28, "Perlu dokter": 6},
    "keluarga": {"Ada": 78, "Tidak ada": 8, "Belum tahu": 14},
    "sekolah": {"Berhenti": 60, "Bersekolah": 30, "Belum pernah": 10},
}
WORDS = {
    "pengampu": ["Ibunya, buruh cuci.", "Pamannya, tukang becak.", "Belum diketahui."],
    "berhenti": ["Kelas 4, tidak punya seragam.", "Kelas 2, ikut orang tua."],
    "dipercaya": ["Neneknya.", "Kakaknya yang di Tallo.", "Guru mengajinya."],
    "masalah": [
        "Turun ke jalan untuk membantu belanja rumah.",
        "Tidak ada yang menjaga di rumah pada siang hari.",
        "Kehabisan bekal di perjalanan.",
    ],
    "sesudah": ["Kunjungan rumah dan kembali bersekolah.", "Menghubungi keluarga sebulan lagi."],
}
CONCLUSIONS = [
    "Ingin pulang; keluarga dapat dihubungi.",
    "Perlu penelusuran keluarga lebih dahulu.",
    "Tenang, mau mengikuti kegiatan.",
    "Ingin bekerja; belum punya KTP.",
]


def in_the_past(story, stay, at):
    """The first one of a stay of earlier years, of which only what was answered is kept."""
    questions = story.once("questions of assessment", _questions)
    rule = story.once("rule of risk", RiskRule.objects.in_force)
    worker, finished = stay.social_worker or story.way.worker(), at + timedelta(minutes=9)
    answers = []
    assessment = Assessment(
        stay=stay,
        stage=Stage.INITIAL,
        questions=questions[0].questions,
        recorded_by=worker,
        recorded_at=at,
        done_at=at,
        done_by=worker,
        finished_at=finished,
        conclusion=story.dice.choice(CONCLUSIONS),
        rule=rule,
    )
    for question in questions:
        if question.is_in(Stage.INITIAL) and _is_asked(question, stay):
            chosen, words = _answered(story, question)
            answer = Answer(
                assessment=assessment, question=question, answered_by=worker, answered_at=at
            )
            answer.write(chosen, words)
            answers.append(answer)
    years = stay.person.age.on(stay.entered_on)
    measured = measure(answers, rule, years)
    assessment.points, assessment.risk, assessment.has_red = measured
    story.add(assessment)
    for answer in answers:
        story.add(answer)
    story.note(worker, "finished", assessment, finished, person=stay.person)


def asked(story, stay):
    """The first one within a day, mostly; then the full one of whom it is owed. Some are late,
    and some stand half filled in."""
    fate = story.pick({"done": 80, "late": 12, "draft": 8})
    yield days.now() + story.minutes(90, 900)
    if fate != "late":
        done = _fill(story, stay, Stage.INITIAL, is_whole=fate == "done")
        if done and owes_full(stay):
            story.tell(_asked_in_full(story, stay))


def _asked_in_full(story, stay):
    fate = story.pick({"done": 50, "draft": 30, "late": 20})
    yield days.now() + story.minutes(24 * 60, 40 * 60)
    stay.refresh_from_db()
    if stay.is_open and fate != "late":
        _fill(story, stay, Stage.COMPREHENSIVE, is_whole=fate == "done")


def _fill(story, stay, stage, *, is_whole):
    questions = questions_of(set_of(None), stage, stay)
    typed = []
    for question in questions if is_whole else questions[: len(questions) // 2]:
        chosen, words = _answered(story, question)
        typed.append(Typed(question, chosen, words, Answer.SaidBy.CLIENT, seen=0))
    worker = stay.social_worker or story.way.worker()
    draft, _ = save_answers(stay, stage, typed, by=worker)
    if not is_whole:
        return None
    return finish_assessment(
        draft,
        done_at=days.now(),
        conclusion=story.dice.choice(CONCLUSIONS),
        by=worker,
    )


def _questions():
    asked = QuestionSet.objects.in_force().asked
    return list(asked.select_related("section", "questions").prefetch_related("classes"))


def _is_asked(question, stay):
    classification = stay.intake.settled or stay.intake.provisional
    return question.is_asked_of(stay.person, classification, stay.entered_on)


def _answered(story, question):
    """(what was chosen, what was written)"""
    if question.code in USUAL:
        return [story.pick(USUAL[question.code])], ""
    if question.kind == Question.Kind.SEVERAL:
        # "Tidak ada" stands alone.
        if question.options[0] == "Tidak ada" and story.chance(0.5):
            return ["Tidak ada"], ""
        some = [option for option in question.options if not option.startswith("Tidak ada")]
        return sorted(story.dice.sample(some, 2), key=some.index), ""
    if question.has_options:
        return [story.dice.choice(question.options)], ""
    if question.kind == Question.Kind.NUMBER:
        of_money = [15_000, 20_000, 30_000, 50_000]
        return [], str(story.dice.choice([1, 2, 4] if question.code == "tanggungan" else of_money))
    return [], story.dice.choice(WORDS.get(question.code, ["Belum diceritakan."]))
