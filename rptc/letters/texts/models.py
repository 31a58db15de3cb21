import difflib
import re
from functools import cached_property

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from rptc.accounts.permissions import Role
from rptc.columns import holds, once, one_of, protected, state_of
from rptc.decisions import Decided, DecidedQuerySet, state_moves
from rptc.guards import refuses, written_once
from rptc.letters.texts import sorts
from rptc.letters.texts.language import Mistake, parse, used
from rptc.words import tanggal

# What is read as the language, with its name on the screen.
WRITTEN = {
    "heading": "Judul",
    "addressee": "Yth.",
    "nature": "Sifat",
    "enclosure": "Lampiran",
    "legal_basis": "Dasar hukum",
    "body": "Isi surat",
    "signers": "Tanda tangan",
    "copies": "Tembusan",
}
WORD = re.compile(r"\s+|[^\s]+")
MOST_SPANS = 300


class LetterTextQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who writes the texts and who approves them: they are about nobody."""
        return self if user.has_perm("letters.view_letter") else self.none()

    def in_force(self):
        """Those that came with the program, and those that the head approved; the newest version
        of a kind is the one that is drawn."""
        return self.filter(Q(proposal=None) | Q(proposal__state=ProposalState.APPROVED))

    def of_kind(self, kind):
        """The one that letters of this kind are made with now, or None."""
        return self.in_force().filter(kind=kind).order_by("-version").first()


def _has_part_in(name, names):
    return any(each.startswith(f"{name}.") for each in names)


@pghistory.track()
class LetterText(models.Model):
    """One version of the words of a kind of letter, in the language of rptc/letters/texts. Never
    changed: what is to be said otherwise is the next version, and a letter names its own."""

    class Form(models.TextChoices):
        SHEET = "sheet", "Judul di tengah"
        ADDRESSED = "addressed", "Surat dengan alamat tujuan"

    kind = protected("letters.LetterKind", editable=False, related_name="texts")
    version = models.PositiveSmallIntegerField("versi", editable=False)
    form = one_of(Form, "bentuk", max_length=9, default=Form.SHEET)
    heading = models.CharField("judul", max_length=200, help_text="Pada surat dengan alamat: Hal.")
    addressee = models.TextField("Yth.", max_length=500, blank=True)
    nature = models.CharField("sifat", max_length=60, blank=True)
    enclosure = models.CharField("lampiran", max_length=60, blank=True)
    legal_basis = models.TextField(
        "dasar hukum", max_length=1000, blank=True, help_text="Tercetak hanya bila diisi."
    )
    body = models.TextField("isi surat", max_length=20_000)
    signers = models.TextField(
        "tanda tangan",
        max_length=2_000,
        blank=True,
        help_text="Satu baris satu orang: sebutan : nama : keterangan. Kosong: hanya Kepala UPT.",
    )
    copies = models.TextField(
        "tembusan", max_length=1000, blank=True, help_text="Satu baris satu tujuan."
    )
    # What of a person it prints (sorts.Says), worked out when it is written.
    says = ArrayField(
        models.CharField(max_length=5), verbose_name="menyebut", default=list, editable=False
    )

    objects = LetterTextQuerySet.as_manager()

    class Meta:
        verbose_name = "teks surat"
        constraints = [
            once("letter_text_version_comes_once", ["kind", "version"]),
            holds("letter_text_version_begins_at_one", Q(version__gt=0)),
            holds("letter_text_says_something", ~Q(body="") & ~Q(heading="")),
            holds(
                "letter_text_goes_to_somebody",
                Q(form="sheet", addressee="") | (Q(form="addressed") & ~Q(addressee="")),
                "Tulis kepada siapa surat ini, atau pilih judul di tengah.",
            ),
        ]
        triggers = [written_once("letter_text_is_never_changed")]

    def __str__(self):
        return f"{self.kind}, versi {self.version}"

    @property
    def told(self):
        if self.asked is None:
            return f"Versi {self.version}, dibawa aplikasi"
        return f"Versi {self.version}, diajukan {tanggal(self.asked.recorded_at)}"

    @property
    def asked(self):
        """The proposal that it is of; none of a text that came with the program."""
        return getattr(self, "proposal", None)

    @property
    def can_be_drawn(self):
        return self.asked is None or self.asked.state == ProposalState.APPROVED

    @property
    def state(self):
        """(word, shape) for the badge."""
        return PROPOSAL_SHAPES[self.asked.state if self.asked else ProposalState.APPROVED]

    @property
    def written(self):
        """{field: (its name, what it says)} of all that is read as the language."""
        return {name: (label, getattr(self, name)) for name, label in WRITTEN.items()}

    def check_language(self):
        """Raises ValidationError by field, with the line. Works out what is said of a person."""
        mistakes, names = {}, set()
        for field in WRITTEN:
            try:
                names |= used(parse(getattr(self, field), self.names))
            except Mistake as mistake:
                mistakes[field] = mistake
        if mistakes:
            raise ValidationError(mistakes)
        self.says = sorts.said_of_a_person(self.kind.code, names)

    @property
    def printed(self) -> set[str]:
        """The names that it prints; of a list the name of the list."""
        fields = (parse(getattr(self, field), self.names) for field in WRITTEN)
        names = {name for block in fields for name in used(block)}
        return {name for name in self.names if name in names or _has_part_in(name, names)}

    @cached_property
    def names(self):
        return sorts.names_of(self.kind.code)

    def spans_not_in(self, before, field):
        """What of this field the version before did not say: spans of the text, a word each."""
        if before is None:
            return []
        old, new = (WORD.findall(getattr(each, field)) for each in (before, self))
        starts = [0]
        for word in new:
            starts.append(starts[-1] + len(word))
        changes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        spans = [(starts[c], starts[d]) for tag, _, _, c, d in changes if tag != "equal" and d > c]
        return spans[:MOST_SPANS]


def text_in_force(kind) -> LetterText:
    """What letters of this kind say now. Raises ValidationError where there is nothing yet."""
    text = LetterText.objects.of_kind(kind)
    if text is None:
        raise ValidationError(f"{kind} belum punya teks. Kepala TU menulisnya di Jenis surat.")
    return text


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", "Menunggu Kepala UPT"
    APPROVED = "approved", "Disetujui"
    REFUSED = "refused", "Ditolak"


PROPOSAL_SHAPES = {
    ProposalState.PROPOSED: (ProposalState.PROPOSED.label, "wait"),
    ProposalState.APPROVED: (ProposalState.APPROVED.label, "ok"),
    ProposalState.REFUSED: (ProposalState.REFUSED.label, "idle"),
}
PROPOSAL_MOVES = {ProposalState.PROPOSED: {ProposalState.APPROVED, ProposalState.REFUSED}}


class TextProposalQuerySet(DecidedQuerySet):
    def visible_to(self, user):
        """Who writes them and who approves them by office: who stands in reads what waits for
        them, and what they decided."""
        return self if user.has_role(Role.OFFICE, Role.HEAD) else self.none()


@pghistory.track()
class TextProposal(Decided):
    """The office writes what a kind of letter is to say from now on; the head approves it."""

    MOVES = PROPOSAL_MOVES
    PERMISSION = "letters.approve_letter_text"
    LISTED_WITH = ("text__kind", "recorded_by")
    ABOUT = ()
    person = None

    text = models.OneToOneField(
        LetterText, models.PROTECT, editable=False, related_name="proposal"
    )
    # That of the text: one at a time is asked for each kind.
    kind = protected("letters.LetterKind", editable=False, related_name="+")
    reason = models.CharField("apa yang berubah, dan mengapa", max_length=300)
    state = state_of(ProposalState, ProposalState.PROPOSED)

    objects = TextProposalQuerySet.as_manager()

    class Meta(Decided.Meta):
        verbose_name = "teks surat baru"
        constraints = [
            *Decided.Meta.constraints,
            once(
                "kind_has_one_text_that_waits",
                ["kind"],
                "Versi lain dari surat ini menunggu keputusan Kepala UPT.",
                condition=Q(state="proposed"),
            ),
            holds("text_proposal_says_why", ~Q(reason="")),
            holds("text_proposal_refusal_says_why", ~Q(state="refused", decision_note="")),
            holds(
                "textproposal_state_fits_its_columns",
                Q(state="proposed", decided_by=None, decided_at=None)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ]
        triggers = [
            state_moves("text_proposal_moves", PROPOSAL_MOVES),
            refuses(
                "text_proposal_is_of_its_kind",
                "A text is proposed for its own kind.",
                """NOT EXISTS (
                    SELECT FROM letters_lettertext
                     WHERE id = NEW.text_id AND kind_id = NEW.kind_id
                )""",
                on=pgtrigger.Insert | pgtrigger.UpdateOf("kind_id", "text_id"),
            ),
        ]

    def __str__(self):
        return f"Teks {self.text}"

    @property
    def detail(self):
        return self.reason

    @property
    def decide_url(self):
        return reverse("letters:letter_text_decide", args=[self.pk])

    @property
    def decide_title(self):
        return "Putuskan teks surat"

    def name_for(self, user):
        return str(self.text)


def with_text(kinds):
    """Kinds with the text that is drawn now, its version, and whether one waits for the head."""
    now = LetterText.objects.in_force().filter(kind=OuterRef("pk")).order_by("-version")
    asked = TextProposal.objects.waiting().filter(kind=OuterRef("pk"))
    return kinds.annotate(
        text_now=Subquery(now.values("pk")[:1]),
        version_now=Subquery(now.values("version")[:1]),
        text_waits=Exists(asked),
    )
