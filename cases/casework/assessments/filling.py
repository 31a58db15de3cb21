"""A page of the form as it is filled in: which questions it shows, and what was typed."""

from cases.casework.assessments.asking import AskedSection
from cases.casework.assessments.due import needs_conclusion
from cases.casework.assessments.forms import AnswerForm, FinishForm
from cases.casework.assessments.models import Answer, Stage, secrets_told

REVIEW = "end"


class Filling:
    """The first and the last one are one page; the full one a page for each section, in any order,
    and one to look it over and finish (`REVIEW`). `only` is the question that is kept alone."""

    def __init__(
        self, stay, stage, sections: list[AskedSection], section, data, *, only=None, owes_full
    ):
        self.stay, self.stage, self.sections, self.data = stay, stage, sections, data
        self.here = None if only else self._place(section)
        self.forms = [
            (
                each,
                [
                    AnswerForm(data, asked=asked)
                    for asked in each.asked
                    if only in (None, str(asked.question.pk)) and not asked.is_closed
                ],
            )
            for each in self._shown(only)
        ]
        # What was typed to a question that somebody else has answered for the few meanwhile: it
        # has no form any more, and is not kept.
        self.refused = [
            asked
            for each in self._shown(only)
            for asked in each.closed
            if (data or {}).get(f"q{asked.question.pk}-value")
        ]
        needs = needs_conclusion(stage, owes_full)
        self.is_finishing = data is not None and "finish" in data
        self.finish = FinishForm(data if self.is_finishing else None, needs_conclusion=needs)

    def _place(self, section):
        """The number of the section that is shown, from 0; None where all are, or none."""
        if self.stage != Stage.COMPREHENSIVE or section == REVIEW:
            return None
        if section and section.isascii() and section.isdigit():
            return min(max(int(section[:4]), 1), len(self.sections)) - 1
        owed = (number for number, each in enumerate(self.sections) if each.owed)
        return next(owed, None)

    def _shown(self, only):
        if only or self.stage != Stage.COMPREHENSIVE:
            return self.sections
        return [] if self.here is None else [self.sections[self.here]]

    @property
    def title(self) -> str:
        return self.stage.label

    @property
    def about(self) -> str:
        """ "Rezki Ramadani · hari 4 dari 7" """
        stay = self.stay
        return f"{stay.person} · hari {stay.day()} dari {stay.length}"

    @property
    def is_in_sections(self) -> bool:
        return self.stage == Stage.COMPREHENSIVE

    @property
    def number(self) -> int:
        return self.here + 1

    @property
    def where(self) -> str:
        """ "Bagian 5 dari 8: Sekolah" """
        if self.section:
            return f"Bagian {self.number} dari {len(self.sections)}: {self.section.section}"
        return f"{self.complete} dari {len(self.sections)} bagian lengkap"

    @property
    def address(self) -> str:
        """Where this very page is sent to."""
        if not self.is_in_sections:
            return ""
        return f"?section={REVIEW if self.here is None else self.number}"

    @property
    def kept_at(self):
        """When the newest answer of the draft was kept."""
        answers = [asked.answer for each in self.sections for asked in each.asked if asked.answer]
        return max((answer.answered_at for answer in answers), default=None)

    @property
    def has_others(self) -> bool:
        return any(form.other for form in self.all_forms)

    @property
    def section(self) -> AskedSection | None:
        return None if self.here is None else self.sections[self.here]

    @property
    def is_last(self) -> bool:
        return self.here is None

    @property
    def can_finish(self) -> bool:
        """In pages it is concluded once all of them are complete: a sentence that is typed before
        would be lost on the way to what is missing."""
        owed = self.is_in_sections and self.owed
        return self.is_last and (self.is_finishing or not owed)

    @property
    def owed(self) -> list[tuple[int, AskedSection]]:
        """What is still to be answered, with the number of its page."""
        return [(number, each) for number, each in enumerate(self.sections, 1) if each.owed]

    @property
    def complete(self) -> int:
        return sum(not each.owed for each in self.sections)

    @property
    def next_query(self) -> str:
        if self.here is None:
            return ""
        last = self.here + 1 == len(self.sections)
        return f"?section={REVIEW if last else self.here + 2}"

    @property
    def before_query(self) -> str:
        return f"?section={self.here}" if self.here else ""

    @property
    def all_forms(self) -> list[AnswerForm]:
        return [form for _, forms in self.forms for form in forms]

    def is_valid(self) -> bool:
        """Each is looked at, so that all mistakes are said at once."""
        return self.data is not None and all([form.is_valid() for form in self.all_forms])

    @property
    def unanswered(self) -> list[AnswerForm]:
        """Whoever wanted to finish is led to what is still open."""
        if not self.is_finishing or not self.is_valid():
            return []
        forms = [form for form in self.all_forms if form.question.is_required]
        return [form for form in forms if form.typed().is_empty]

    @property
    def is_wrong(self) -> bool:
        return self.data is not None and not self.is_valid()

    @property
    def typed(self):
        return [form.typed() for form in self.all_forms]

    @property
    def refused_words(self) -> str:
        """Said for each: "" where everything that was typed is kept."""
        return " ".join(
            f"“{asked.question}” sudah dijawab {asked.answer.answered_by} sementara itu;"
            " jawaban Anda tidak disimpan."
            for asked in self.refused
        )

    def shows(self, others: list[Answer], user) -> None:
        """What somebody else answered meanwhile stands beside what was typed; saving again
        overwrites it knowingly."""
        told = secrets_told(user, self.stay)
        stored = {answer.question_id: answer for answer in others}
        for form in self.all_forms:
            if other := stored.get(form.question.pk):
                form.shows(other, is_closed=other.is_closed_to(user, told))
