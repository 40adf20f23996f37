# `make` alone lists the targets. People type only the targets that it lists.
.DEFAULT_GOAL := help
.PHONY: help setup demo quick test check bench messages
.NOTPARALLEL:

VENV ?= .venv
BIN := $(VENV)/bin
PYTEST ?= $(BIN)/python -m pytest -n 2 --dist worksteal
# The whole suite waits a quarter of its time for workers, browsers and time-outs: a third process fills the gaps.
MORE ?= -n 3
# Every test process and every process that a test starts would compile the whole site again.
export PYTHONDONTWRITEBYTECODE :=
MESSAGES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-6s  %s\n", $$1, $$2 }' Makefile

setup: $(VENV)/.development messages ## Install everything a developer needs into .venv

demo: $(VENV)/.demo messages ## Run the whole site on this machine (PORT=8000, Ctrl-C ends it)
	@exec $(BIN)/python -m deploy.laptop

quick: setup ## Run the quick tests, on SQLite: no browser, no worker, nothing marked slow
	$(PYTEST) -m "not browser and not worker and not slow"

test: setup ## Run the whole suite on SQLite, and what depends on the database on PostgreSQL
	@echo "== on SQLite"
	$(PYTEST) $(MORE)
	@echo "== on PostgreSQL"
	$(BIN)/python -m tests.on_postgres $(PYTEST) $(MORE)

check: setup ## Check style, types, import contracts, templates, migrations, translations, Django 6
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target --file .ci/check.mk BIN=$(BIN)

bench: setup ## Measure match quality and speed into docs/benchmarks.md (SCALE=1000000 for more)
	$(BIN)/python -m tests.benchmarks --sizes 10000 100000 $(SCALE)
	$(BIN)/python -m tests.benchmarks posting rebuild queue

# -- prerequisites of the targets above

messages: $(MESSAGES)

%.mo: %.po | $(VENV)/.demo
	@$(BIN)/pybabel --quiet compile --domain django --input-file $< --output-file $@

$(VENV)/.demo: requirements-demo.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-demo.lock
	@touch $@

$(VENV)/.development: requirements-dev.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.lock
	-@$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib  # pip compiles on one core only
	@touch $@ $(VENV)/.demo

$(BIN)/python:
	@PYTHON="$(PYTHON)" sh deploy/make-venv.sh $(VENV)
