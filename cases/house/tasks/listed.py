from rptc.lists import Column, Listed, part_of

TASKS = Listed(
    "tugas",
    "Tugas",
    asks=["show"],
    columns=[
        Column("Paling lambat", lambda task, user: task.due_at),
        # What is to be done for a klien is said of them.
        Column("Tugas", lambda task, user: "" if task.stay_id else task.what, names=True),
        Column("Klien", lambda task, user: task.klien, names=True),
        Column("Untuk", lambda task, user: str(task.for_whom)),
        Column("Diminta oleh", lambda task, user: str(task.recorded_by)),
        Column("Diminta pada", lambda task, user: task.recorded_at),
        Column("Keadaan", lambda task, user: part_of("cases/house/_task_status.html", task=task)),
        Column("Selesai pada", lambda task, user: task.done_at),
    ],
)
