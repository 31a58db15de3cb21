"""Which letters an act has. The act's own room knows its kinds (texts/sorts.py); a kind keeps its
letter in a column of the act, or in an `ActLetter`."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from rptc.letters.models import ActLetter, Letter
from rptc.letters.texts.sorts import Way


def tied_letters(act: Model) -> dict[str, Letter]:
    """{code of a kind: its newest letter} of those that are tied by a row."""
    rows = _ties(act).select_related("letter__kind").order_by("pk")
    return {row.letter.kind.code: row.letter for row in rows}


def add_letters(acts: list[Model], code: str) -> None:
    """Each gets `letter`: its newest of this kind, or None. One query, however many they are."""
    found = {}
    if acts:
        of_acts = {"act_type": _type(acts[0]), "act_id__in": [act.pk for act in acts]}
        rows = ActLetter.objects.filter(letter__kind__code=code, **of_acts)
        rows = rows.select_related("letter__kind").order_by("pk")
        found = {row.act_id: row.letter for row in rows}
    for act in acts:
        act.letter = found.get(act.pk)


def letter_of(act: Model, way: Way) -> Letter | None:
    if way.column:
        return getattr(act, way.column)
    return tied_letters(act).get(way.code)


def tie(act: Model, way: Way, letter: Letter) -> None:
    """The caller has locked the act."""
    if way.column:
        setattr(act, way.column, letter)
        act.save(update_fields=[way.column])
    else:
        ActLetter.objects.create(act_type=_type(act), act_id=act.pk, letter=letter)


def valid_letters(act: Model, column: str) -> QuerySet[Letter]:
    """Those of all that this column of the act ever named that were not withdrawn: what was made
    before a correction of a name still says what it says."""
    named = act.history.exclude(**{column: None}).values(column)
    return Letter.objects.valid().filter(pk__in=named)


def act_of(letter: Letter, way: Way, among: QuerySet | None = None) -> Model | None:
    """The act of this way that has the letter, if it is one of this way (and among these)."""
    acts = way.model.objects.all() if among is None else among
    if way.column:
        return acts.filter(**{way.column: letter}).first()
    own = ActLetter.objects.filter(letter=letter, act_type=_type(way.model)).values("act_id")
    return acts.filter(pk__in=own).first()


def tied_to(acts: QuerySet) -> QuerySet[Letter]:
    """The letters that are tied to these acts by a row."""
    of_acts = {"of_act__act_type": _type(acts.model), "of_act__act_id__in": acts.values("pk")}
    return Letter.objects.filter(**of_acts)


def tied_acts(model: type[Model], code: str) -> QuerySet:
    """The keys of the acts that have a letter of this kind in force. It asks nothing before: what
    is written down once for all readers (rptc/kept.py) may hold it."""
    meta = model._meta
    rows = ActLetter.objects.filter(
        act_type__app_label=meta.app_label,
        act_type__model=meta.model_name,
        letter__kind__code=code,
        letter__withdrawn_at=None,
    )
    return rows.values("act_id")


def valid_ties(act: Model) -> list[Letter]:
    """Those tied to this act by a row that nobody withdrew, the oldest first: what is of before a
    correction still says what it says."""
    rows = tied_to(type(act).objects.filter(pk=act.pk)).valid().order_by("pk")
    return list(rows.select_related("kind").prefetch_related("withdrawals"))


def _ties(act):
    return ActLetter.objects.filter(act_type=_type(act), act_id=act.pk)


def _type(model):
    return ContentType.objects.get_for_model(model)
