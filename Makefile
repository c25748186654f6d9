# The front door. `make run` needs Python 3.11 with pip, and a package registry; everything else follows from it.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done || echo python3)
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run setup dev stop migrate test check fmt lock bench vendor clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## a trial on this machine: database, demo, pages, jobs (PORT, HOMEWARD_DATA)
	@exec $(BIN)/homeward run --with-parent

setup: ## install what running needs; afterwards .venv/bin/homeward is there
	@$(PYTHON) make/install.py run

dev: ## install what testing and checking need as well
	@$(PYTHON) make/install.py dev

stop: ## stop a trial, and its database, wherever it was started
	@$(BIN)/homeward stop

migrate: setup ## bring the database up to date and set the application's rights
	@$(BIN)/homeward migrate
