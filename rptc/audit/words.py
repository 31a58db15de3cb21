"""The verbs of `record()` as they are shown: "<who> membuka klien nomor 12"."""

import datetime

from rptc import words

VERBS = {
    # looks
    "opened": "membuka",
    "printed": "mencetak",
    "exported": "mengunduh",
    "searched": "mencari di",
    "viewed_photo": "melihat",
    # acts on any record
    "registered": "mencatat",
    "added": "menambahkan",
    "began": "memulai",
    "published": "mulai memakai",
    "changed": "mengubah",
    "checked_source": "memeriksa",
    "wrote_free_places": "mencatat",
    "read_safety": "menyatakan sudah tahu",
    "put_field_back": "mengembalikan isian lama pada",
    "cancelled": "membatalkan",
    "ended": "mengakhiri",
    "closed": "menutup",
    "paid": "mencatat pembayaran",
    "moved_money": "mencatat",
    "counted_money": "menghitung sebagai orang kedua",
    "miscounted_money": "menghitung lain dari yang tercatat",
    "put_money_back": "mengembalikan ke tas",
    "took_back_end": "mencatat belum berakhirnya",
    "dropped_prevention": "menyatakan tidak dihitung",
    "counted_prevention_again": "menghitung lagi",
    "confirmed": "mengesahkan",
    "took_back_payment": "mencatat belum dibayarnya",
    "imported": "mengimpor",
    "undone": "membatalkan impor",
    "typed_official_figures": "mengetik angka resmi",
    # decisions
    "proposed": "mengajukan",
    "prepared": "menyiapkan",
    "entered_in_siks": "menandai sudah dientri di SIKS-NG",
    "set_target": "menetapkan target",
    "opened_year": "membuka untuk kota",
    "submitted": "mengajukan",
    "approved": "menyetujui",
    "refused": "menolak",
    "returned": "mengembalikan",
    "acknowledged": "mengetahui",
    # the way of a person
    "noted": "mencatat",
    "held": "mencatat",
    "planned_again": "merencanakan lagi",
    "planned_service": "merencanakan",
    "planned_hearing": "merencanakan",
    "gave_service": "mencatat",
    "gave_doses": "mencatat",
    "called_off": "mencatat tidak jadinya",
    "changed_outcome": "mengubah hasil",
    "settled": "menetapkan klasifikasi",
    "attached": "melampirkan",
    "hid": "membuang",
    "stated": "mencatat keterangan",
    "chose_statement": "memilih keterangan",
    "arrived": "mencatat kedatangan",
    "came_back": "mencatat kembalinya",
    "continued": "melanjutkan",
    "placed": "menempatkan",
    "taken_out": "menyatakan tidak dapat dipakai",
    "put_back": "mengembalikan ke pemakaian",
    "received_guests": "menerima tamu di",
    "saw_guests_off": "mencatat tamu pulang dari",
    "called": "mengambil",
    "corrected": "memperbaiki",
    "missed": "mencatat",
    "acted_on": "menindaklanjuti",
    "let_out": "mencatat",
    "assigned": "menunjuk pekerja sosial untuk",
    "recorded_death": "mencatat kematian pada",
    "sealed": "menutup berkas",
    "unsealed": "membuka kembali berkas",
    "named_reader": "menambah pembaca berkas tertutup",
    "ended_reader": "mengakhiri pembaca berkas tertutup",
    "claimed_same": "menyatakan sama",
    "broke_glass": "membuka darurat",
    "was_refused_own": "mencoba membuka berkas sendiri atau keluarga,",
    "judged_fair": "menilai wajar",
    "judged_unfair": "menilai tidak wajar",
    "made": "menetapkan",
    "handed_over": "menyerahterimakan",
    "took_bag": "menerima titipan",
    "listed_bag": "mendaftar isi",
    "ended_belongings": "mencatat akhir titipan",
    "received": "menerima orang dalam",
    "given": "memberikan kepada patroli",
    "gave": "memberikan",
    "typed": "mengetik",
    "voided": "menyatakan batal",
    "wrote": "menulis",
    "separated": "memisahkan",
    "contested": "mencatat keberatan",
    "upheld": "membenarkan",
    "rejected": "menolak",
    "triaged": "mengisi triase",
    "postponed": "menunda triase",
    "flagged": "memasang peringatan pada",
    "linked": "menghubungkan",
    "removed": "menghapus",
    "marked": "menandai dugaan eksploitasi pada",
    "unmarked": "mencabut tanda dugaan eksploitasi pada",
    "named": "mencatat keterlibatan dalam",
    "visitor_left": "mencatat keluarnya pengunjung pada",
    "denied_word": "menyatakan tidak mengizinkan",
    "unlinked": "melepaskan hubungan pada",
    "mediated": "mencatat",
    "followed_up": "menulis tindak lanjut",
    "rotated_keys": "mengganti kunci rahasia di pangkalan data",
    # the patrol's phone
    "claimed_device": "mulai memakai",
    "renewed_device": "membuat kode baru untuk",
    "locked_device": "mengunci",
    "came_by_code": "masuk dengan kode layar pada",
    "kept_on_phone": "menyimpan daftar di",
    "discarded_row": "membuang baris yang ditolak pada",
    "failed_code": "lima kali salah mengetik kode layar pada",
    "voided_code": "membatalkan kode layar yang lima kali salah diketik pada",
    # letters
    "issued": "menerbitkan",
    "numbered": "memberi nomor pada",
    "inserted": "menyisipkan",
    "scanned": "melampirkan pindaian pada",
    "signed": "mencatat",
    "took_back": "menyatakan keliru",
    "initialed": "membubuhkan",
    "carried": "mencatat",
    # written before a withdrawal was a record of its own
    "asked_withdrawal": "meminta penarikan",
    "withdrew": "menarik",
    "let_stand": "menolak penarikan",
    # doubles
    "was_shown_likely": "melihat orang yang mirip",
    "was_limited": "mencapai batas pencarian",
    "told_office": "mencatat",
    "joined_report": "memilih berkas untuk",
    "moved_report": "memindahkan ke berkas lain",
    "said_so": "mencatat",
    "said_read": "sudah membaca",
    "asked_again": "menanyakan lagi",
    "told_apart": "menyatakan bukan orang yang sama pada",
    "merged": "menggabungkan",
    "unmerged": "membatalkan penggabungan",
    # a partner's own people
    "prepared_member": "menyiapkan akun",
    "said_left": "menyatakan keluar",
    # questions for a place
    "asked_place": "menanyakan",
    "sent_place_link": "membuat tautan jawaban untuk",
    "answered_place": "menjawab",
    "read_place_answer": "membaca jawaban atas",
    "undid_place_answer": "mengurungkan jawaban atas",
    # what a partner says while somebody is there; it stands with the referral
    "reported_partner_incident": "melaporkan kejadian pada",
    "added_to_partner_incident": "menambah keterangan kejadian pada",
    "took_back_partner_incident": "menyatakan keliru kejadian pada",
    "handled_partner_incident": "menangani kejadian pada",
    "allowed_partner_incident": "membolehkan penjemputan pada",
    "refused_partner_incident": "menolak penjemputan pada",
    "dropped_partner_incident": "mencatat bukan kejadian pada",
    "read_partner_incident_reply": "membaca jawaban atas kejadian pada",
    "told_of_month": "melaporkan satu bulan pada",
    "corrected_month": "memperbaiki laporan bulanan pada",
    "read_month": "membaca laporan bulanan pada",
    "sent_month_link": "membuat tautan laporan bulanan untuk",
    "undid_month": "mengurungkan laporan bulanan pada",
    # the voice of those served
    "took_complaint": "menunjuk petugas untuk",
    "wrote_finding": "menulis temuan pada",
    "reopened": "membuka lagi",
    "gave_complaint_code": "membuat kode untuk",
    "handed_survey": "menyerahkan ponsel untuk",
    "ended_survey": "menyelesaikan",
    # referrals
    "reminded": "mengingatkan mitra, mencatat",
    "asked_back": "bertanya kepada RPTC, menulis",
    "sent": "mengirim",
    "sent_back": "mengembalikan kepada penulisnya",
    "moved": "memindahkan",
    "answered": "menjawab",
    "accepted": "menerima",
    "declined": "menolak",
    "in_service": "mulai melayani",
    "finished": "menyelesaikan",
    "revoked": "menarik",
    "packed": "memilih yang ikut dikirim pada",
    "expired": "mencatat kedaluwarsa",
}
LOOKS = ["opened", "printed", "exported", "searched", "viewed_photo", "was_shown_likely"]


def verb(entry) -> str:
    return VERBS.get(entry.verb, entry.verb)


def target(entry) -> str:
    """ "klien nomor 12": never a name, so that a log of looks discloses nothing itself."""
    model = entry.content_type.model_class() if entry.content_type_id else None
    if model is None:
        return f"(klien nomor {entry.person_id})" if entry.person_id else ""
    about = f"{model._meta.verbose_name} nomor {entry.object_id}"
    is_the_person = model._meta.label == "cases.Person"
    return (
        f"{about} (klien nomor {entry.person_id})"
        if entry.person_id and not is_the_person
        else about
    )


def act(entry) -> str:
    """ "mencetak lembar malam, 40 klien", "membuka klien nomor 12 (ubah identitas)" """
    about, page = target(entry), entry.details.get("page", "")
    if about and page:
        about = f"{about} ({page})"
    told = f"{verb(entry)} {about or page}".strip()
    people = entry.details.get("people") or 0
    # The keys of those who stood on a page, or how many an act was about.
    number = people if isinstance(people, int) else len(people)
    if number > 1:
        return f"{told}, {words.angka(number)} klien"
    if (rows := entry.details.get("rows")) is not None:
        return f"{told}, {words.angka(rows)} baris"
    return told


# How what stands in an address is called; the rest keeps its own name.
QUESTIONS = {
    "q": "kata",
    "page": "halaman",
    "show": "daftar",
    "sex": "jenis kelamin",
    "origin": "asal",
    "order": "urutan",
    "from": "dari",
    "to": "sampai",
    "since": "mulai",
    "until": "sampai",
    "classification": "klasifikasi",
    "measure": "ukuran",
    "when": "kapan",
    "area": "kecamatan",
    "with": "berkas lain",
    "person": "klien",
    "person_id": "klien",
    "stay": "masa pembinaan",
    "kind": "jenis",
    "state": "keadaan",
    "actor": "petugas",
    "log": "catatan akses",
}


def asked(entry, reads_names) -> str:
    """ "kata: Budi; jenis kelamin: L"; to who reads no names, a word by its initials."""
    found = []
    for name, value in entry.details.get("asked", {}).items():
        is_name = name == "q" and not value.startswith(("NIK ", "("))
        shown = value if reads_names or not is_name else words.inisial(value)
        found.append(f"{QUESTIONS.get(name, name)}: {shown}")
    return "; ".join(found)


def who(entry) -> str:
    if entry.actor_id:
        return str(entry.actor)
    return f"perintah {entry.command}" if entry.command else "aplikasi"


def value(field, content, related) -> str:
    """What stood in a column, in words. `related`: {model: {id: row}} of what keys point to."""
    if content is None or content == "" or content == []:
        return "kosong"
    if field.is_relation:
        row = related.get(field.related_model, {}).get(content)
        return str(row) if row is not None else f"nomor {content}"
    if isinstance(content, dict):
        return _answers(content)
    choices = dict(getattr(field, "base_field", field).flatchoices)
    if isinstance(content, list):
        return ", ".join(str(choices.get(item, item)) for item in content)
    if content in choices:
        return str(choices[content])
    if isinstance(content, bool):
        return "ya" if content else "tidak"
    if isinstance(content, datetime.datetime):
        return f"{words.tanggal(content)} {words.pukul(content)}"
    if isinstance(content, datetime.date):
        return words.tanggal(content)
    return str(content)


def _answers(content) -> str:
    """Of questions with yes or no, those answered with yes; anything else is only filled."""
    if not all(isinstance(answer, bool) for answer in content.values()):
        return "terisi"
    yes = [question for question, answer in content.items() if answer]
    return f"ya: {', '.join(yes)}" if yes else "semua tidak"
