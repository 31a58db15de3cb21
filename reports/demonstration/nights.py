"""What the server did in the last fortnight, while nobody watched."""

from datetime import timedelta

from rptc.upkeep.models import Job

NIGHTS = 14
# nights ago on which one part failed
FAILED = {Job.Kind.NIGHTLY: (5, "Berkas ganda"), Job.Kind.BACKUP: (3, "Cadangan: disk penuh.")}
# nights ago of the last time a backup was restored
PROVED = 41


def add(story):
    nights = range(NIGHTS, 0, -1)
    jobs = [
        _job(story, kind, ago)
        for ago in nights
        for kind in (Job.Kind.BACKUP, Job.Kind.NIGHTLY, Job.Kind.FILES)
    ]
    Job.objects.bulk_create([_job(story, Job.Kind.PROOF, PROVED), *jobs])


def _job(story, kind, ago):
    began_at = story.ago(ago, 4 if kind in {Job.Kind.NIGHTLY, Job.Kind.FILES} else 2)
    failed_ago, failed = FAILED.get(kind, (0, ""))
    said = "" if ago == failed_ago and kind == Job.Kind.BACKUP else SAID[kind](ago)
    ended_at = began_at + timedelta(seconds=38)
    job = Job(kind=kind, began_at=began_at, ended_at=ended_at, said=said)
    job.failed = failed if ago == failed_ago else ""
    return job


def _nightly(ago):
    return (
        f"Sesi: {9 + ago % 4} sesi lama dihapus.\n"
        "Draf: 0 register tidak jadi disimpan.\n"
        "Berkas foto: 0 berkas tanpa baris dihapus, 0 foto hilang.\n"
        f"Pos-el: {11 + ago % 3} terkirim, 0 gagal sejak kemarin; isi 12 pos-el lama"
        " dikosongkan.\n"
        f"Berkas ganda: {3 + ago // 5} pasangan menunggu keputusan.\n"
        "Rujukan: 0 rujukan kedaluwarsa."
    )


SAID = {
    Job.Kind.NIGHTLY: _nightly,
    Job.Kind.BACKUP: lambda ago: f"{64 - ago // 4} MB, sidik diperiksa.",
    Job.Kind.FILES: lambda ago: f"{412 - ago * 3} berkas, 0 tanpa baris dihapus.",
    Job.Kind.PROOF: lambda ago: (
        "Pulih dalam 0,4 menit; semua jumlah baris sama. 51 halaman terbuka."
    ),
}
