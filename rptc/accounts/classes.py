from rptc.classes import SENT, Emptied, Keeps, Until, deleted_with_file

CLASSES = {
    "accounts.User": Keeps(
        Until.ACCOUNT,
        Emptied.BLANKED,
        k1="id username is_active must_change_password night_colours prepared_by created_at"
        " full_name position last_login logged_out_at",
        k2="nip phone",
        k4="password",
    ),
    "accounts.RoleGrant": Keeps(
        Until.ACCOUNT,
        Emptied.STAYS,
        k1="id user role starts_on ends_on prepared_by prepared_at confirmed_by confirmed_at"
        " refused_by refused_at",
    ),
    "accounts.Delegation": Keeps(
        Until.OFFICE,
        Emptied.STAYS,
        k1=f"{SENT} delegate kind order_number starts_on last_on approvals ended_at confirmed_by"
        " confirmed_at refused_by refused_at",
    ),
    "accounts.PaperCode": Keeps(
        Until.ACCOUNT,
        Emptied.DELETED,
        k1="id user made_by made_at used_at voided_at",
        k4="digest",
    ),
    "accounts.OwnFile": deleted_with_file(k1="id user source_id", k2="person_id"),
    # A word that was typed may be anybody's name, and so may the name that it is kept under.
    "accounts.SavedFilter": Keeps(
        Until.USE, Emptied.DELETED, k1=f"{SENT} path is_shared", k2="name query"
    ),
    # Of the packages for logging in.
    "mfa.Authenticator": Keeps(
        Until.USE, Emptied.DELETED, k1="id user type created_at last_used_at", k4="data"
    ),
    "sessions.Session": Keeps(
        Until.USE, Emptied.ENDS, k1="expire_date", k4="session_key session_data"
    ),
    "usersessions.UserSession": Keeps(
        Until.USE,
        Emptied.ENDS,
        k1="id user created_at last_seen_at",
        k2="ip user_agent",
        k4="session_key data",
    ),
}
