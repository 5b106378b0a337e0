# Every verb of the house; `make help` lists them.

PYTHON ?= python3
BIN := .venv/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))
MESSAGES := build/messages.pot
PYTEST_ARGS ?=
LOCK = --universal --generate-hashes --custom-compile-command "make lock" $(LOCK_ARGS)

MAKEFLAGS += --no-print-directory --no-builtin-rules
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help setup run test drill check format messages lock bench bench-language bench-relevance bench-search hooks clean
.PHONY: for-running for-work for-tests catalogues $(MESSAGES)

help: ## List the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: for-running catalogues ## Install what is missing; says nothing when all is there

run: setup ## Start the portal and print its address (PORTAL_HOST, PORTAL_PORT, PORTAL_DATA_DIR, …)
	@$(BIN)/python -m portal.serve

test: for-tests catalogues ## Run every test, in Chromium too (PYTEST_ARGS="-k publish" for some)
	@$(BIN)/pytest -n logical --maxprocesses=4 --dist worksteal $(PYTEST_ARGS)

drill: for-tests catalogues ## The long form of what `make test` does briefly: stories of drafts, killed publications and writers of the index
	@DRAFT_STORIES=1000 $(BIN)/pytest -q -n 0 tests/functional/test_drafts_stateful.py
	@PUBLISH_KILLS=100 $(BIN)/pytest -q -n 0 tests/functional/test_once.py
	@INDEX_KILLS=60 $(BIN)/pytest -q -n 0 -k killed tests/unit/test_search_engines_together.py

check: for-work catalogues ## Lint, format, types, import contracts, conventions and catalogues
	@failed=; for command in "ruff check" "ruff format --check" mypy "lint-imports --no-logo" \
	  "pytest -q tests/conventions"; do $(BIN)/$$command || failed=yes; done; test -z "$$failed"

format: for-work ## Mend what ruff can mend, and format
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

messages: for-work $(MESSAGES) ## Bring both catalogues up to date with the sources
	@for language in nl fr; do \
	  $(BIN)/pybabel -q update -i $(MESSAGES) -d translations -l $$language -w 100 --init-missing \
	    --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date || exit; \
	done

lock: ## Pin the dependencies again (LOCK_ARGS=--upgrade for newer ones)
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/pip install -q --disable-pip-version-check uv
	@build/lock/bin/uv -q pip compile pyproject.toml -o requirements/run.txt $(LOCK)
	@build/lock/bin/uv -q pip compile pyproject.toml -o requirements/dev.txt $(LOCK) \
	  --group dev -c requirements/run.txt

bench: for-work catalogues ## Print the figures: pages against bare Flask, PDF against bare WeasyPrint
	@$(BIN)/python -m benchmarks

bench-language: for-work catalogues ## Print precision and recall of the checks on language, per rule
	@$(BIN)/python -m benchmarks.language

bench-relevance: for-work catalogues ## Print how well the search finds, and what each part of it brings
	@$(BIN)/python -m benchmarks.relevance

bench-search: for-work catalogues ## Print the speed of search beside other engines (SIZES=1000,10000; builds once, long)
	@$(BIN)/python -W ignore::DeprecationWarning -m benchmarks.search

hooks: for-work ## Have git run the quick checks before each commit
	@$(BIN)/pre-commit install

clean: ## Remove what the other verbs made; never your data (instance/)
	@rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} +
	@rm -f $(CATALOGUES)

# Steps of the verbs above.

for-running:
	@$(PYTHON) -m setup run

for-work:
	@$(PYTHON) -m setup dev

for-tests:
	@$(PYTHON) -m setup test

catalogues: $(CATALOGUES)

%.mo: %.po
	@$(BIN)/pybabel -q compile -i $< -o $@

$(MESSAGES):
	@mkdir -p $(@D)
	@$(BIN)/pybabel -q extract -F pyproject.toml -o $@ -w 100 --sort-output --add-location=file \
	  -k lazy_gettext -k lazy_ngettext:1,2 -k lazy_pgettext:1c,2 \
	  --project=rex-portal --copyright-holder="the authors of the portal" .
