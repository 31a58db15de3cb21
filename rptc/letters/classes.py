from rptc.classes import DECIDED, SENT, Emptied, Keeps, Until

CLASSES = {
    "letters.Unit": Keeps(
        Until.USE,
        Emptied.STAYS,
        k1="id government agency name address postal_code phone website email city source capacity"
        " triage_first guests_until is_demo",
    ),
    "letters.Emblem": Keeps(
        Until.USE, Emptied.STAYS, k1="id content sha256 recorded_by recorded_at"
    ),
    "letters.Signatory": Keeps(
        Until.LETTERS,
        Emptied.STAYS,
        k1="id name title acting on_behalf_of rank starts_on ends_on",
        k2="nip",
    ),
    "letters.LetterKind": Keeps(
        Until.USE,
        Emptied.STAYS,
        k1="id code name title mark classification pattern numbering paper signed_by order"
        " is_of_case",
    ),
    "letters.LetterCounter": Keeps(Until.LETTERS, Emptied.STAYS, k1="id kind year last"),
    "letters.Letter": Keeps(
        Until.LETTERS,
        Emptied.BLANKED,
        k1=f"{SENT} kind dated_on year sequence number number_source signatory check_code"
        " inserted waits_for_scan signed_by withdrawn_at is_sealed corrected_at text",
        k2="about person_id people inserted_because",
    ),
    "letters.ActLetter": Keeps(
        Until.LETTERS, Emptied.DELETED, k1="id letter", k2="act_type act_id"
    ),
    "letters.LetterText": Keeps(
        Until.LETTERS,
        Emptied.STAYS,
        k1="id kind version form heading addressee nature enclosure legal_basis body signers"
        " copies says",
    ),
    "letters.TextProposal": Keeps(
        Until.LETTERS, Emptied.STAYS, k1=f"{DECIDED} text kind reason decision_note state"
    ),
    "letters.Procedure": Keeps(
        Until.LETTERS,
        Emptied.STAYS,
        k1="id version kind number year title articles matters valid_from valid_until"
        " must_be_read edition confirmed_at confirmed_by",
    ),
    "letters.ProcedureScan": Keeps(
        Until.LETTERS, Emptied.STAYS, k1=f"{SENT} procedure content sha256"
    ),
    "letters.ProcedureReading": Keeps(
        Until.OFFICE, Emptied.STAYS, k1="id procedure edition reader read_at"
    ),
    "letters.Withdrawal": Keeps(
        Until.LETTERS, Emptied.BLANKED, k1=f"{DECIDED} letter state", k2="reason decision_note"
    ),
    "letters.LetterFile": Keeps(
        Until.LETTERS,
        Emptied.DELETED,
        k1="id letter kind sha256 is_electronic signed_at recorded_by recorded_at",
        k3="content",
    ),
    "letters.LetterStep": Keeps(
        Until.LETTERS, Emptied.STAYS, k1=f"{SENT} letter step done_on carried_by"
    ),
    "letters.Signature": Keeps(
        Until.LETTERS,
        Emptied.DELETED,
        k1=f"{SENT} letter signed_sha256 side way identity_seen read_to_them language duty_number"
        " signed_at sha256 asked withdrawn_at withdrawn_by",
        k2="name as_whom withdrawn_reason",
        k3="strokes content",
    ),
    "letters.SignatureSheet": Keeps(
        Until.LETTERS,
        Emptied.DELETED,
        k1="id letter signatures sha256 recorded_by recorded_at",
        k3="content",
    ),
}
