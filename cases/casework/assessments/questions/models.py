import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from cases.intakes.models import Classification
from cases.people.models import Sex
from rptc.columns import by, holds, once, one_of, protected

# What is asked of somebody never changes under an answer: only the newest, which nobody has asked
# yet, is written on.
SET_IS_A_DRAFT = """
    IF EXISTS (SELECT FROM cases_questionset
                WHERE published_at IS NOT NULL
                  AND id IN ({sets})) THEN
        RAISE EXCEPTION 'A form that is in use never changes.'
            USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


def of_a_draft(name, old="OLD.questions_id", new="NEW.questions_id"):
    """A trigger: the row belongs to a form that is being written."""
    func = SET_IS_A_DRAFT.format(name=name, sets="{sets}")
    return [
        pgtrigger.Trigger(
            name=f"{name}_{operation}",
            when=pgtrigger.Before,
            operation=operations,
            func=func.format(sets=sets),
        )
        for operation, operations, sets in [
            ("added", pgtrigger.Insert, new),
            ("changed", pgtrigger.Update, f"{old}, {new}"),
            ("removed", pgtrigger.Delete, old),
        ]
    ]


class Stage(models.TextChoices):
    """R28: within a day, in full, at exit."""

    INITIAL = "initial", "Asesmen awal"
    COMPREHENSIVE = "comprehensive", "Asesmen komprehensif"
    FINAL = "final", "Asesmen akhir"


class QuestionSetQuerySet(models.QuerySet):
    def in_force(self):
        """The one that is asked from now on; None where none was put in use."""
        return self.exclude(published_at=None).order_by("-number").first()

    def draft(self):
        return self.filter(published_at=None).first()


@pghistory.track()
class QuestionSet(models.Model):
    """A version of the form of assessment. Once in use it never changes: a change is a new
    version, and an old assessment shows and prints as it was asked (R28)."""

    number = models.PositiveSmallIntegerField("versi", unique=True, editable=False)
    why = models.CharField("apa yang berubah", max_length=300, blank=True)
    published_at = models.DateTimeField("dipakai sejak", null=True, editable=False)
    published_by = by()

    objects = QuestionSetQuerySet.as_manager()

    class Meta:
        verbose_name = "formulir asesmen"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1), name="one_form_is_being_written", condition=Q(published_at=None)
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="form_in_use_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self):
        return f"Formulir asesmen versi {self.number}"


@pghistory.track()
class Section(models.Model):
    """A page of the form on a phone: "Sekolah"."""

    questions = protected(QuestionSet, related_name="sections")
    order = models.PositiveSmallIntegerField("urutan")
    name = models.CharField("bagian", max_length=60)

    class Meta:
        verbose_name = "bagian formulir asesmen"
        ordering = ["order", "pk"]
        constraints = [
            once("section_is_named_once", ["questions", "name"], "Bagian ini sudah ada."),
        ]
        triggers = of_a_draft("section_of_a_draft")

    def __str__(self):
        return self.name


@pghistory.track()
class Question(models.Model):
    """What is asked, of whom, at which stages, and how it is answered. The code says that a
    question of a later version is the same, so that the earlier answer can be shown with it."""

    class Kind(models.TextChoices):
        ONE = "one", "Satu pilihan"
        SEVERAL = "several", "Beberapa pilihan"
        WORDS = "words", "Kata-kata"
        NUMBER = "number", "Angka"

    questions = protected(QuestionSet, related_name="asked", editable=False)
    section = protected(Section, "bagian", related_name="asked")
    order = models.PositiveSmallIntegerField("urutan", default=1)
    code = models.SlugField("kode", max_length=30)
    text = models.CharField("pertanyaan", max_length=160)
    kind = one_of(Kind, "cara menjawab", max_length=7)
    options = ArrayField(models.CharField(max_length=80), verbose_name="pilihan", default=list)
    in_initial = models.BooleanField("pada asesmen awal", default=False)
    in_comprehensive = models.BooleanField("pada asesmen komprehensif", default=True)
    in_final = models.BooleanField("pada asesmen akhir", default=False)
    is_required = models.BooleanField("harus dijawab", default=True)
    # For whom: empty is everybody.
    sex = one_of(Sex, "hanya bagi", max_length=1, blank=True)
    from_age = models.PositiveSmallIntegerField("mulai umur", null=True, blank=True)
    until_age = models.PositiveSmallIntegerField("sampai umur", null=True, blank=True)
    classes = models.ManyToManyField(
        Classification,
        verbose_name="hanya klasifikasi",
        blank=True,
        related_name="+",
        through="QuestionClass",
    )
    # Encrypted, and read only by who has the case (docs/access.md).
    is_secret = models.BooleanField(
        "jawabannya hanya dibaca yang menangani",
        default=False,
        help_text="Jawabannya disandikan; kepala UPT membacanya lewat akses darurat.",
    )

    class Meta:
        verbose_name = "pertanyaan asesmen"
        ordering = ["section__order", "order", "pk"]
        constraints = [
            once("question_code_comes_once", ["questions", "code"], "Kode ini sudah dipakai."),
            holds(
                "question_is_asked_at_some_stage",
                Q(in_initial=True) | Q(in_comprehensive=True) | Q(in_final=True),
                "Pilih sedikitnya satu tahap.",
            ),
            holds(
                "question_of_choices_has_some",
                Q(kind__in=["words", "number"], options__len=0)
                | Q(kind__in=["one", "several"], options__len__gte=2),
                "Tulis sedikitnya dua pilihan, satu pilihan satu baris.",
            ),
            holds(
                "question_ages_are_in_order",
                Q(from_age=None) | Q(until_age=None) | Q(until_age__gte=models.F("from_age")),
                "Umur akhir tidak boleh di bawah umur awal.",
            ),
        ]
        triggers = of_a_draft("question_of_a_draft")

    def __str__(self):
        return self.text

    def is_in(self, stage):
        return getattr(self, f"in_{stage}")

    def is_asked_of(self, person, classification, day):
        """Of whom the age is not known as a number, everything is asked."""
        years = person.age.on(day)
        known = years is not None
        too_young = known and self.from_age is not None and years < self.from_age
        too_old = known and self.until_age is not None and years > self.until_age
        other_sex = self.sex and self.sex != person.sex
        other_class = self.class_keys and classification.pk not in self.class_keys
        return not (too_young or too_old or other_sex or other_class)

    @cached_property
    def class_keys(self):
        """Of which classes alone it is asked; who reads many questions reads them along."""
        return [each.pk for each in self.classes.all()]

    @property
    def has_options(self):
        return self.kind in OF_CHOICES

    @property
    def stages(self):
        return [stage for stage in Stage if self.is_in(stage)]

    @property
    def about(self):
        """ "Asesmen awal, Asesmen akhir · hanya 6 sampai 21 th · disandikan" """
        stages = ", ".join(stage.label for stage in self.stages)
        whom = f"hanya {self.asked_of}" if self.asked_of else ""
        return " · ".join(filter(None, [stages, whom, "disandikan" if self.is_secret else ""]))

    @property
    def asked_of(self):
        """ "perempuan, 6 sampai 17 th": whom alone it is asked; "" where it is everybody."""
        ages = {
            (True, True): f"{self.from_age} sampai {self.until_age} th",
            (True, False): f"mulai {self.from_age} th",
            (False, True): f"sampai {self.until_age} th",
        }
        age = ages.get((self.from_age is not None, self.until_age is not None), "")
        classes = ", ".join(each.name for each in self.classes.all())
        return ", ".join(filter(None, [self.get_sex_display().lower(), age, classes]))


OF_CHOICES = [Question.Kind.ONE, Question.Kind.SEVERAL]


class QuestionClass(models.Model):
    """A class of whom alone a question is asked."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    classification = protected(Classification)

    class Meta:
        verbose_name = "klasifikasi pertanyaan asesmen"
        constraints = [once("question_names_a_class_once", ["question", "classification"])]
        triggers = of_a_draft(
            "class_of_a_draft",
            "(SELECT questions_id FROM cases_question WHERE id = OLD.question_id)",
            "(SELECT questions_id FROM cases_question WHERE id = NEW.question_id)",
        )

    def __str__(self):
        return f"{self.question}: {self.classification}"
