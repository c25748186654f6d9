"""What was vendored is what vendor.json says, and nothing of it belongs to somebody else."""

import hashlib
import json
import re
from pathlib import Path

import pytest

STATIC = Path("src/homeward/web/static/web")
ENTRIES = json.loads((STATIC / "vendor.json").read_text())


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
def test_each_file_is_unchanged_and_has_a_licence(entry):
    assert hashlib.sha256(Path(entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert entry["licence"] in {"MIT", "0BSD", "OFL-1.1", "MPL-2.0"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", entry["version"])


def test_the_styles_follow_the_macros_version():
    style = next(entry for entry in ENTRIES if entry["file"].endswith(".css"))
    assert style["name"] == "govuk-frontend" and style["version"].startswith("6.3.")


def test_no_crown_no_transport_and_every_address_in_the_styles_exists():
    css = (STATIC / "css/homeward.css").read_text()
    assert "GDS Transport" not in css and "crest" not in css and "crown" not in css.lower()
    addresses = [a for a in re.findall(r"url\(\"?([^)\"]+)", css) if not a.startswith("data:")]
    assert addresses and all((STATIC / "css" / address).resolve().is_file() for address in addresses)


def test_no_shipped_file_reaches_out():
    for path in STATIC.rglob("*"):
        if path.suffix in {".css", ".svg"} or path.name == "homeward.js":
            named = re.findall(r"https?://[^\s\"')]+", path.read_text())
            assert all("www.w3.org" in address for address in named), (path, named)
