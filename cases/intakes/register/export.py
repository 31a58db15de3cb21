"""The register written back in the unit's old columns: it imports again with no difference, so
that the office can run both for a year."""

import io

from cases.intakes.register.saving import RegisterRow
from cases.intakes.register.writer import write_register
from rptc.letters.models import Unit


def export_register(year, intakes):
    """(content of the .xlsx, number of rows) of that year's intakes that belong to the table."""
    intakes = (
        intakes.filter(met_on__year=year, classification__in_table=True)
        .select_related("person__origin", "classification", "hot_spot")
        .order_by("met_on", "met_at", "pk")
    )
    unit = Unit.current()
    rows = [RegisterRow(intake) for intake in intakes]
    file = io.BytesIO()
    write_register(file, year, rows, unit_lines=[unit.government, unit.agency, unit.name])
    return file.getvalue(), len(rows)
