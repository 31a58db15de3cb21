"""Whither somebody goes can reveal their health (design.md 4, Referral): such a destination is
told to those of the case and to whoever decides, and closed to all others, on page and paper.

Partners stand to the right of cases, so they are asked through Django's registry.
"""

from django.apps import apps
from django.db.models import Exists, ExpressionWrapper, F, Func, OuterRef, Q, TextField, Value
from django.db.models.functions import Concat

FOR_PARTNERS = "mitra"


def reveals_health():
    """A condition on exits: receiver or address name a partner that reveals health; or a handover
    to a partner that names no other one, while such a referral was written in this stay. A clerk
    who receives for the partner is known by the referral alone. It errs on the closed side."""
    partners = apps.get_model("partners", "Partner").objects.alias(
        said=Concat(
            OuterRef("receiver"), Value("\n"), OuterRef("address"), output_field=TextField()
        ),
        code=ExpressionWrapper(OuterRef("kind__code"), output_field=TextField()),
    )
    named = partners.filter(_named())
    referrals = apps.get_model("partners", "Referral").objects
    referred = referrals.filter(stay=OuterRef("stay"), partner__reveals_health=True)
    names_another = Exists(named.filter(reveals_health=False))
    return Q(Exists(named.filter(reveals_health=True))) | (
        Q(Exists(referred), kind__code=FOR_PARTNERS) & ~Q(names_another)
    )


def _named():
    """A mother may bear the name of a partner's contact: that one counts among partners alone."""
    own = _says("name") | _says("short_name")
    return own | ((_says("contact") | _says("address")) & Q(code=FOR_PARTNERS))


def _says(column):
    """The partner's text stands there as it is, at the beginning of a word."""
    plain = Func(
        F(column), Value(r"([^[:alnum:]])"), Value(r"\\\1"), Value("g"), function="regexp_replace"
    )
    return ~Q(**{column: ""}) & Q(said__iregex=Concat(Value(r"\m"), plain))


def tell_destinations(exits, user):
    """Sets `is_told` on each of a list: may this reader know receiver and address?"""
    if not exits:
        return
    rows = type(exits[0]).objects.filter(pk__in=[exit.pk for exit in exits])
    told = set(rows.telling_destination_to(user).values_list("pk", flat=True))
    for exit in exits:
        exit.is_told = exit.pk in told
