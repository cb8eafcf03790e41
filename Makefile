# The commands of this project. Each makes what it needs; nothing has to be prepared.
#   make up      a whole centre on this machine        (more flags: make up FLAGS="--port 8051")
#   make test    all tests                             (some of them: make test TESTS=tests/unit)
#   make fuzz    mutated payloads of every dialect     (make fuzz CASES=1000000 SEED=1)
#   make check   style, types and the walls between rooms
#   make format  write the style
#   make clean   remove the virtual environment and caches; data stays in .opscenter/

SHELL := /bin/sh
VENV ?= .venv
DATA ?= .opscenter
FLAGS ?=
TESTS ?= tests
CASES ?= 1000000
SEED ?= 1
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; break; }; done)
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check install --quiet --quiet --constraint constraints.txt

.PHONY: up test fuzz check format clean programs

up: $(VENV)/.runtime
	@exec $(VENV)/bin/opscenter up --data "$(DATA)" $(FLAGS)

test: $(VENV)/.test programs
	@$(VENV)/bin/python -m pytest --numprocesses 3 --dist loadfile $(TESTS)

fuzz: $(VENV)/.test
	@$(VENV)/bin/python -m tests.unit.ingest.fuzz --cases $(CASES) --seed $(SEED)

check: $(VENV)/.check
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

format: $(VENV)/.check
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

clean:
	rm -rf "$(VENV)" .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .test-report dist

programs:
	@.ci/programs

$(VENV)/.python:
	@if ! $(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "Python 3.11 or newer is needed and was not found. Install it, or name it: make up PYTHON=/path/to/python3"; \
		exit 1; fi
	@if ! $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null; then \
		echo "$(PYTHON) has no venv module. Install it (Debian and Ubuntu: apt install python3-venv) and run make again."; \
		exit 1; fi
	@echo "making the virtual environment $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.python pyproject.toml constraints.txt
	@echo "installing the runtime packages (the first time takes about a minute)"
	@$(PIP) --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.python pyproject.toml constraints.txt
	@echo "installing the runtime and test packages (the first time takes about a minute)"
	@$(PIP) --editable '.[test]' hatchling
	@touch $(VENV)/.runtime $@

$(VENV)/.check: $(VENV)/.python pyproject.toml constraints.txt
	@echo "installing the packages for the checks"
	@$(PIP) --editable '.[test,check]' hatchling
	@touch $(VENV)/.runtime $(VENV)/.test $@
