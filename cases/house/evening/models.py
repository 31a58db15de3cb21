import pghistory
from django.db import models


class ImportantNumberQuerySet(models.QuerySet):
    def of_the_police(self):
        """Those in use, by how the unit names them: Kepolisian, Polsek, Polrestabes, Polda."""
        return self.filter(is_active=True, name__iregex=r"polisi|pols|polr|polda")

    def of_the_post(self):
        """Of the post of the house, where somebody is at night too: Pos piket, Pos jaga."""
        return self.filter(is_active=True, name__iregex=r"piket|pos (jaga|malam)")


@pghistory.track()
class ImportantNumber(models.Model):
    """A telephone number that the house needs when nothing else works: police, hospital, the
    staff on call. Rows that the unit keeps; retired, never deleted."""

    name = models.CharField("siapa", max_length=80)
    number = models.CharField(
        "nomor telepon",
        max_length=30,
        unique=True,
        error_messages={"unique": "Nomor ini sudah ada dalam daftar."},
    )
    order = models.PositiveSmallIntegerField("urutan", default=10)
    is_active = models.BooleanField("masih dipakai", default=True)

    objects = ImportantNumberQuerySet.as_manager()

    class Meta:
        verbose_name = "nomor penting"
        ordering = ["order", "name", "pk"]

    def __str__(self):
        return f"{self.name}: {self.number}"
