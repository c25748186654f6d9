# The front door. `make run` needs Python 3.11 with pip, and a package registry; everything else follows.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
INSTALL = $(if $(PYTHON),$(PYTHON) make/install.py,echo "Homeward needs Python 3.11 or newer, with pip. \
	Name one: make $@ PYTHON=/path/to/python3"; exit 1;)
COMPILE = .tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header $(if $(UPGRADE),--upgrade)

# Half as many again as there are processors: a browser's journey waits as often as it works.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(max(2, len(os.sched_getaffinity(0)) * 3 // 2))')

# Some machines ask Python to keep nothing compiled; then every process here would compile the whole house anew.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run setup dev stop migrate test journeys check fmt lock bench openapi vendor clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## a trial on this machine: database, demo, pages, jobs (PORT, HOMEWARD_DATA)
	@exec $(BIN)/homeward run --with-parent

setup: ## install what running needs; afterwards .venv/bin/homeward is there
	@$(INSTALL) run

dev: ## install what testing and checking need as well
	@$(INSTALL) dev

stop: setup ## stop a trial, and its database, wherever it was started
	@$(BIN)/homeward stop

migrate: setup ## bring the database up to date and set the application's rights
	@$(BIN)/homeward migrate

PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist load --maxschedchunk 4

test: dev ## every test but the slow ones (ARGS="-k nights" for some)
	@$(PYTEST) -m "not slow and not journey" $(ARGS)

journeys: dev ## the slow tests: journeys in a Chromium, crashes, races
	@$(PYTEST) -m "slow or journey" $(ARGS)

check: dev ## lint, format, types, import order, packs, migrations, production settings
	@$(BIN)/python make/check.py

fmt: dev ## put the code into its usual form
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

lock: dev ## resolve the dependencies again (UPGRADE=1 takes newer ones)
	@$(COMPILE) --extra dev pyproject.toml --output-file requirements-dev.lock
	@$(COMPILE) --constraint requirements-dev.lock pyproject.toml --output-file requirements.lock
	@$(COMPILE) make/uv.in --output-file make/uv.lock.txt

bench: dev ## the performance claims, measured here (QUICK=1: a size for every day)
	@$(BIN)/python -m benchmarks.nights
	@$(BIN)/python -m benchmarks.columns
	@$(BIN)/python -m benchmarks.matching
	@$(BIN)/python -m benchmarks.importing

openapi: setup ## write docs/openapi.json from the operations of the interface
	@$(BIN)/homeward openapi

vendor: ## build styles and scripts again (needs Node; users and CI never do)
	@frontend/build.sh

clean: ## remove what was installed and cached; records stay in var
	@rm -rf .venv .tools .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis staticfiles
