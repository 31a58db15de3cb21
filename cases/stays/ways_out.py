"""The ways out of the house that the code knows by name (`ExitKind` has a row of each)."""

from django.db import models


class WayOut(models.TextChoices):
    FAMILY = "keluarga", "Kembali ke keluarga"
    PARTNER = "mitra", "Dirujuk ke mitra"
    HOME_DISTRICT = "daerah-asal", "Dipulangkan ke daerah asal"
    ALONE = "mandiri", "Mandiri"
    LAW = "penegak-hukum", "Dilimpahkan ke penegak hukum"
    HOSPITAL = "rumah-sakit", "Rumah sakit"
    RAN_AWAY = "melarikan-diri", "Melarikan diri"
    DIED = "meninggal", "Meninggal dunia"
    UNKNOWN = "tidak-diketahui", "Tidak diketahui"
