from django.db.models import TextChoices

# Fields of letters' texts begin so: `{dasar.terima}`.
PREFIX = "dasar."


class Matter(TextChoices):
    """What a document is about: the work that follows it. The values stand in the texts of letters
    (`{dasar.terima}`) and in addresses, so they stay."""

    OUTREACH = "jangkau", "Penjangkauan"
    ARRIVAL = "terima", "Penerimaan klien"
    STAY = "bina", "Masa pembinaan dan perpanjangan"
    HOUSE = "rumah", "Piket, absen dan titipan"
    GATE = "tamu", "Kunjungan dan yang mencari"
    HEALTH = "sehat", "Kesehatan dan obat"
    PLAN = "rencana", "Asesmen dan rencana"
    EXIT = "pulang", "Serah terima dan kepulangan"
    REFERRAL = "rujuk", "Rujukan dan kemitraan"
    LAW = "hukum", "Kekerasan dan perkara"
    HELP = "bantuan", "Bantuan, uang dan dokumen"
    REPORT = "lapor", "Rekap dan laporan"
    PRIVACY = "data", "Data pribadi"
