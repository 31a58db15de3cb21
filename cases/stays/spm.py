from django.db import models


class Spm(models.TextChoices):
    """The eleven services that the city counts outside of institutions (Permensos 9/2018)."""

    MEALS = "meals", "Permakanan"
    CLOTHES = "clothes", "Sandang"
    AIDS = "aids", "Alat bantu"
    HEALTH = "health", "Perbekalan kesehatan"
    GUIDANCE = "guidance", "Bimbingan fisik, mental spiritual, sosial"
    FAMILY = "family", "Bimbingan sosial kepada keluarga dan masyarakat"
    PAPERS = "papers", "Fasilitasi NIK, akta, surat nikah, KIA"
    ACCESS = "access", "Akses pendidikan dan kesehatan dasar"
    TRACING = "tracing", "Penelusuran keluarga"
    REUNION = "reunion", "Reunifikasi keluarga"
    REFERRAL = "referral", "Rujukan"
