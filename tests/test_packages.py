"""What is installed is what the locks say, and they can still be installed."""

import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
# They come with the virtual environment and install the others.
INSTALLERS = {"pip", "setuptools"}


def pip(*arguments):
    return subprocess.run(  # noqa: S603 (our own command line)
        [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments],
        capture_output=True,
        text=True,
    )


def locked(name):
    """{package: version} of a lock, of those that this Python and this system need."""
    lines = re.findall(r"^[^\s#].*?(?= \\$)", (ROOT / name).read_text(), re.MULTILINE)
    packages = [Requirement(line) for line in lines]
    return {
        canonicalize_name(package.name): Version(str(package.specifier).removeprefix("=="))
        for package in packages
        if package.marker is None or package.marker.evaluate()
    }


def test_what_is_installed_equals_the_lock():
    installed = {
        canonicalize_name(found.metadata["Name"]): Version(found.version)
        for found in distributions()
    }
    lock = locked("requirements-dev.txt")
    assert {name: installed[name] for name in installed.keys() - INSTALLERS} == lock


def test_the_lock_of_production_is_part_of_the_lock_of_the_tests():
    assert locked("requirements.txt").items() <= locked("requirements-dev.txt").items()


def test_no_package_misses_another_or_refuses_its_version():
    answer = pip("check")
    assert answer.returncode == 0, answer.stdout


@pytest.mark.gate
@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_fresh_machine_can_install_the_lock(lock):
    """As script/setup does, whatever newer versions there are by now."""
    if pip("index", "versions", "pip", "--retries", "0", "--timeout", "10").returncode:
        pytest.skip(f"No package index answers: whether {lock} can be installed is not known.")
    answer = pip(
        *["install", "--dry-run", "--ignore-installed", "--no-deps", "--require-hashes"],
        *["--only-binary", ":all:", "--requirement", ROOT / lock],
    )
    assert answer.returncode == 0, answer.stderr
