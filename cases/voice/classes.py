from rptc.classes import SENT, Emptied, Keeps, Until, deleted_with_file

CLASSES = {
    "cases.ComplaintChannel": Keeps(
        Until.USE, Emptied.STAYS, k1="id code name take_days answer_days source is_active"
    ),
    # About no klien by its columns; the words may say anything.
    "cases.Complaint": Keeps(
        Until.OFFICE,
        Emptied.BLANKED,
        k1=f"{SENT} version year sequence channel channel_number received_at about is_anonymous"
        " code_hash take_by answer_by state owner taken_at found_at told closed_at closed_by",
        k2="about_user sealed_name sealed_phone",
        k3="sealed_words sealed_finding sealed_answer reopened_why",
    ),
    # That somebody was asked, and what they said of the house.
    "cases.ExitVoice": deleted_with_file(k1="id handed_by handed_at done_at", k2="stay"),
    "cases.ExitAnswer": deleted_with_file(k1="id skipped", k3="voice safe heard after"),
    "cases.SkmRound": Keeps(
        Until.OFFICE, Emptied.STAYS, k1=f"{SENT} year part token closed_at closed_by"
    ),
    # Nobody's name stands on a sheet.
    "cases.SkmAnswer": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{SENT} round kind u1 u2 u3 u4 u5 u6 u7 u8 u9 voided_at voided_by void_reason",
    ),
}
