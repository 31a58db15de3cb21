"""What a reader of a cut is told (docs/rules.md, Cuts). Everybody who reads one may open cells.

Of a file that is closed to the reader, a cut would say what they may not read: origin, age, how
often, how it ended. Those rows stand in a line of their own, and on paper each sealed file does,
whoever prints it, for the head's would be laid beside a social worker's; only a cut that says no
more than the list behind the recap does has them where they are.

Whither somebody went at a partner with a closed destination is told to the head alone. For all
others, and on paper for everybody, partners are named in the table of a year that is over, and
only those with five people or more; all the others, the closed ones and the handovers of which
nobody knows to whom are one line. Where that line has somebody, but fewer than five, the smallest
partner that is named goes with it, until there are five. So the line may be of open partners
alone, whatever it says; no two tables of such readers overlap, whose difference could say more;
and no partner opens its rows, for who is in none of these lists would be in the one not shown.
"""

from dataclasses import dataclass

from django.db.models import Case, CharField, Q, When

from cases.people import access
from partners.directory.models import Partner
from reports.figures.cuts.keys import CUTS, HERE, NO_PARTNER, NO_REFERRAL, Cut, text
from reports.figures.periods import Period
from reports.figures.recap.figures import SMALL
from rptc import days
from rptc.accounts.own import EVERY_ROW
from rptc.accounts.permissions import Role

# The line of files that are closed to the reader, and the one of partners that are not named.
CLOSED, OTHERS = "tertutup", "mitra-lain"
CLOSED_NAME, SEALED_NAME = "Berkas tertutup bagi Anda", "Berkas tertutup"
OTHERS_NAME, ALL_PARTNERS = "Mitra lain", "Diserahkan ke mitra"


@dataclass(frozen=True)
class Reader:
    """Who reads, and where: what goes from hand to hand names no closed partner."""

    user: object
    on_paper: bool = False

    @property
    def knows_partners(self) -> bool:
        return self.user.has_role(Role.HEAD) and not self.on_paper

    def key(self, cut: Cut, behind, counting):
        """The line of each row, as this reader may know it."""
        key = CUTS[cut].key(behind, counting)
        if cut.tells_no_more:
            return key
        whole = access.whole_to(self.user) or EVERY_ROW
        if self.on_paper:
            # Whoever takes it out: two that are laid side by side tell nothing of a sealed file.
            whole &= ~Q(person__is_sealed=True)
        return Case(When(whole, then=key), default=text(CLOSED), output_field=CharField())

    @property
    def closed_name(self) -> str:
        return SEALED_NAME if self.on_paper else CLOSED_NAME

    def opens(self, cut: Cut, key: str | None) -> bool:
        """Do the numbers of this line open their rows?"""
        of_nobody = key in (None, HERE, NO_PARTNER, CLOSED)
        return cut != Cut.PARTNER or self.knows_partners or of_nobody

    def together(self, cut: Cut, period: Period, numbers: dict[str, int]) -> frozenset[str]:
        """The partners that are one line for this reader; `numbers` of each key."""
        if cut != Cut.PARTNER or self.knows_partners:
            return frozenset()
        return partners_together(period, numbers)


def partners_together(period: Period, numbers: dict[str, int]) -> frozenset[str]:
    keys = {key for key in numbers if key.isdecimal()}
    if not (period.is_year and period.is_over(days.today())):
        return frozenset(keys | {NO_REFERRAL})
    open_ones = Partner.objects.filter(pk__in=keys, closes_destination=False)
    named = {str(pk) for pk in open_ones.values_list("pk", flat=True)}
    named = {key for key in named if numbers[key] >= SMALL}
    rest = keys - named | {NO_REFERRAL}
    while named and 0 < sum(numbers.get(key, 0) for key in rest) < SMALL:
        smallest = min(named, key=lambda key: (numbers[key], int(key)))
        named.remove(smallest)
        rest.add(smallest)
    return frozenset(rest)
