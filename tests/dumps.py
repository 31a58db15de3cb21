"""The database as a thief of its backup would read it."""

from tempfile import TemporaryFile

from rptc.upkeep.programs import address, pipe, program


def dumped() -> str:
    """What `pg_dump` writes of all that is committed."""
    with TemporaryFile() as file:
        pipe([program("pg_dump"), "--dbname", address()], stdout=file)
        file.seek(0)
        return file.read().decode()
