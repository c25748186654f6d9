"""Imports and foreign keys point one way."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
# From the bottom up; apps of one step know nothing of each other.
ORDER = [
    ("core",),
    ("accounts",),
    ("local_policy",),
    ("geography",),
    ("providers", "children"),
    ("agreements",),
    ("placements",),
    ("approvals",),
    ("restrictions",),
    ("inspections",),
    ("vacancies",),
    ("frameworks",),
    ("referrals",),
    ("searches",),
    ("decisions",),
    ("panels",),
    ("funding",),
    ("statements",),
    ("meetings",),
    ("intake",),
    ("exchange",),
    ("finance",),
    ("privacy",),
]
STEP = {label: step for step, labels in enumerate(ORDER) for label in labels}


def our_models() -> list[type]:
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in STEP]


def test_imports_keep_every_contract() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_part_of_the_house_escapes_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["type"] == "layers")
    named = {name.strip(" ()\n") for layer in layers for part in layer.split("|") for name in part.split(":")}
    package = ROOT / "src" / "homeward"
    parts = {f"homeward.{p.stem}" for p in _modules(package)} - {"homeward.apps"}
    parts |= {f"homeward.apps.{p.stem}" for p in _modules(package / "apps")}
    assert parts - named == set()


def _modules(folder: Path) -> list[Path]:
    packages = [p for p in folder.iterdir() if (p / "__init__.py").exists()]
    return packages + [p for p in folder.glob("*.py") if p.stem != "__init__"]


def test_every_app_has_its_place_in_the_order() -> None:
    ours = {name.rsplit(".", 1)[-1] for name in settings.INSTALLED_APPS if name.startswith("homeward.apps.")}
    assert ours == set(STEP)


def test_foreign_keys_follow_the_order_of_the_apps() -> None:
    wrong = []
    for model in our_models():
        for field in model._meta.get_fields():
            if not (field.is_relation and field.concrete) or field.related_model is None:
                continue
            here, there = model._meta.app_label, field.related_model._meta.app_label
            if there in STEP and here != there and STEP[there] >= STEP[here]:
                wrong.append(f"{model._meta.label}.{field.name} → {field.related_model._meta.label}")
    assert wrong == []
