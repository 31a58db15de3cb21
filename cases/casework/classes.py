from rptc.classes import DECIDED, SENT, Emptied, Keeps, Until, blanked_with_file, deleted_with_file

CLASSES = {
    "cases.QuestionSet": Keeps(
        Until.USE, Emptied.STAYS, k1="id number why published_at published_by"
    ),
    "cases.Section": Keeps(Until.USE, Emptied.STAYS, k1="id questions order name"),
    "cases.Question": Keeps(
        Until.USE,
        Emptied.STAYS,
        k1="id questions section order code text kind options in_initial in_comprehensive in_final"
        " is_required sex from_age until_age is_secret",
    ),
    "cases.QuestionClass": Keeps(Until.USE, Emptied.STAYS, k1="id question classification"),
    "cases.RiskRule": Keeps(
        Until.USE,
        Emptied.STAYS,
        k1="id number why medium_from high_from low_hours medium_hours high_hours young_until"
        " young_points recorded_by recorded_at",
    ),
    "cases.RiskPoint": Keeps(Until.USE, Emptied.STAYS, k1="id rule question option points"),
    "cases.Assessment": blanked_with_file(
        k1=f"{SENT} questions done_by finished_at rule",
        k2="stay stage done_at",
        k3="conclusion points risk has_red",
        stays="stay stage done_at points risk has_red",
    ),
    "cases.Answer": deleted_with_file(
        k1="id assessment question said_by is_same version answered_by answered_at",
        k3="chosen words",
        k4="secret",
    ),
    "cases.Assignment": deleted_with_file(
        k1=f"{DECIDED} from_worker to_worker state known_by known_at former_read_at new_read_at",
        k2="stay",
        k3="reason decision_note",
    ),
    "cases.ServiceKind": Keeps(
        Until.USE,
        Emptied.STAYS,
        k1="id code name component spm minutes is_group order is_active",
    ),
    "cases.CertificateKind": Keeps(Until.USE, Emptied.STAYS, k1="id name order is_active"),
    "cases.CertificateRule": Keeps(
        Until.USE, Emptied.STAYS, k1="id act kind valid_from valid_until"
    ),
    # Of who works here.
    "cases.Certificate": Keeps(
        Until.ACCOUNT,
        Emptied.STAYS,
        k1=f"{SENT} version user kind number issuer issued_on expires_on content sha256 ended_on"
        " ended_by end_reason",
    ),
    "cases.Plan": blanked_with_file(
        k1=f"{DECIDED} version number state submitted_at",
        k2="stay",
        k3="aim wishes why decision_note",
        stays="stay",
    ),
    "cases.BriefGuidance": blanked_with_file(k1=SENT, k2="stay", k3="text", stays="stay"),
    "cases.PlanTemplate": Keeps(
        Until.USE, Emptied.STAYS, k1="id name classification aim is_active"
    ),
    "cases.TemplateLine": Keeps(
        Until.USE, Emptied.STAYS, k1="id template order goal kind owner_kind after expected"
    ),
    "cases.PlanItem": blanked_with_file(
        k1="id plan owner_kind owner due_on times result_on result_by",
        k2="owner_name",
        k3="goal kind expected result result_reason",
        stays="kind result",
    ),
    # A session names nobody; who was there are its services.
    "cases.GroupSession": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{SENT} version kind topic held_at minutes place for_whom led_by led_by_name",
    ),
    "cases.SessionPhoto": deleted_with_file(k1=f"{SENT} session sha256 size", k2="file"),
    "cases.Service": blanked_with_file(
        k1=f"{SENT} item session state planned_on done_by done_by_name minutes spm off_at off_by",
        k2="stay done_at",
        k3="kind result absence absence_note off_reason",
        stays="stay done_at kind absence off_reason",
    ),
    "cases.Training": blanked_with_file(
        k1=f"{SENT} version state",
        k2="stay organiser place began_on until ended_on certificate kit_on income_3_on"
        " income_6_on",
        k3="kind subject stop_reason kit income_3 income_6",
        stays="stay kind began_on ended_on stop_reason",
    ),
    "cases.Conference": blanked_with_file(
        k1=f"{SENT} version state place chaired_by",
        k2="stay planned_at held_at",
        k3="about minutes end_reason",
        stays="stay planned_at held_at",
    ),
    "cases.ConferencePhoto": deleted_with_file(k1=f"{SENT} conference sha256 size", k2="file"),
    "cases.Attendee": deleted_with_file(k1="id conference office attended", k2="name"),
    "cases.ConferenceDecision": deleted_with_file(
        k1="id conference owner office due_on task", k3="text"
    ),
    "cases.Note": deleted_with_file(
        k1=f"{SENT} level corrects",
        k2="stay on",
        k3="about text reason sealed_text sealed_reason",
    ),
    "cases.NoteDraft": deleted_with_file(k1="id user kept_at", k2="stay", k3="sealed"),
    "cases.ProgressReport": deleted_with_file(k1=SENT, k2="stay on", k3="conclusion"),
    "cases.ProgressRow": deleted_with_file(
        k1="id report",
        k3="component discipline diligence creativity remark",
    ),
}
