"""script/bench [--quick] [--only PART] [--rebuild] [--json]: measures, and prints the ratios."""

import argparse
import os
import signal
import sys
import time

import django


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20,000 people only")
    parser.add_argument("--only", choices=["letters", "writes"], help="this part alone")
    parser.add_argument("--rebuild", action="store_true", help="make the databases anew")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser


def main() -> None:
    options = arguments().parse_args()
    # Stopped from outside, it stops its servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    django.setup()

    from tests.bench.house import SIZES
    from tests.bench.run import measure, measure_acts, measure_letters
    from tests.bench.table import show

    began = time.monotonic()
    sizes = SIZES[:1] if options.quick else SIZES
    if options.only:
        part = {"letters": measure_letters, "writes": measure_acts}[options.only]
        rows = part(SIZES[0], rebuild=options.rebuild)
    else:
        rows = measure(sizes, rebuild=options.rebuild)
    show(rows, as_json=options.json)
    sys.stderr.write(f"{time.monotonic() - began:.0f} s\n")


if __name__ == "__main__":
    main()
