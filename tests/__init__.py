from pathlib import Path

# Registers and tables of invented people (tests/data/README.md).
DATA = Path(__file__).parent / "data"
