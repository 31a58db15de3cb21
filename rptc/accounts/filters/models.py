from urllib.parse import parse_qs

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from rptc.accounts.filters.lists import LONGEST, TYPED, list_at
from rptc.columns import holds, once
from rptc.policies import READER, RowPolicy, may
from rptc.sending import Sent

IS_SHARED_UNTYPED = (
    "Saringan dengan kata yang diketik tidak dibagikan: kata itu dapat berupa nama klien."
)


OWN = f"recorded_by_id = {READER}"


class SavedFilterQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(recorded_by=user)

    def shown_to(self, user):
        """One's own, and what colleagues who still come in have shared."""
        return self.filter(
            Q(recorded_by=user) | Q(is_shared=True, recorded_by__is_active=True)
        ).select_related("recorded_by")


class SavedFilter(Sent):
    """A list with its filter, kept under a name (docs/rules.md, Lists).

    It holds the question alone and no row: whoever opens it reads what their own role may. A word
    that was typed may be the name of a klien, so such a filter is its owner's alone.
    """

    name = models.CharField("nama", max_length=60)
    path = models.CharField("daftar", max_length=100, editable=False)
    query = models.CharField("saringan", max_length=LONGEST, editable=False)
    is_shared = models.BooleanField("bagikan kepada rekan", default=False)

    objects = SavedFilterQuerySet.as_manager()

    # A filter of one's own may hold a name: no colleague finds it, or makes it theirs to read.
    row_policy = RowPolicy(
        reads=f"{OWN} OR (is_shared AND {may('reports.view_today')})",
        adds=OWN,
        changes=OWN,
        history="",
        deletes=OWN,
    )

    class Meta(Sent.Meta):
        verbose_name = "saringan"
        indexes = [models.Index(fields=["path", "name"], name="saved_filter_of_list")]
        constraints = [
            *Sent.Meta.constraints,
            once(
                "saved_filter_name_comes_once",
                ["recorded_by", "path", "name"],
                "Nama ini sudah Anda pakai di daftar itu.",
            ),
            holds(
                "saved_filter_shared_is_not_typed",
                Q(is_shared=False) | ~Q(query__regex=rf"(^|&){TYPED}="),
                IS_SHARED_UNTYPED,
            ),
            holds("saved_filter_asks_something", ~Q(query="")),
            holds("saved_filter_is_of_a_path_of_ours", Q(path__regex=r"^/[a-z0-9]")),
        ]

    def __str__(self):
        return self.name

    @property
    def address(self):
        return f"{self.path}?{self.query}"

    @property
    def asks_typed(self):
        return TYPED in parse_qs(self.query)

    @cached_property
    def list_title(self):
        """What its list is called; "" where a later version has no such list."""
        view = list_at(self.path)
        return view.listed.title if view else ""
