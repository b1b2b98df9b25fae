PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: help setup demo test conformance check lint types docs docs-check fix bench clean

help:  ## Show these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(VENV)/.ready: pyproject.toml constraints.txt scripts/setup
	@scripts/setup "$(PYTHON)" "$(VENV)"
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	@scripts/setup "$(PYTHON)" "$(VENV)" "[dev]"
	@touch $@

setup: $(VENV)/.ready  ## Make the virtual environment

demo: setup  ## Ingest the examples, answer the headline question, serve until Ctrl-C
	@$(BIN)/policygraph demo

test: $(VENV)/.ready-dev  ## Run the tests
	$(BIN)/pytest

conformance: $(VENV)/.ready-dev  ## Run the W3C's SPARQL tests through HTTP: make conformance SUITE=/path/to/rdf-tests
	@test -d "$(SUITE)" || { echo "Say where a copy of the tests is: make conformance SUITE=/path/to/rdf-tests"; exit 2; }
	POLICYGRAPH_SUITE="$(SUITE)" $(BIN)/pytest -q tests/conformance

check: lint types docs-check  ## What CI checks besides the tests (changes nothing)

lint: $(VENV)/.ready-dev  ## Style, import order of the rooms, sizes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/.ready-dev  ## Type checks
	$(BIN)/mypy

docs: $(VENV)/.ready-dev  ## Write the reference pages anew from code and data
	$(BIN)/python scripts/docs.py

docs-check: $(VENV)/.ready-dev  ## Fail when a reference page is stale
	$(BIN)/python scripts/docs.py --check

fix: $(VENV)/.ready-dev  ## Format and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.ready-dev  ## Measure the main job, reading, and the endpoint beside its peers (needs wrk); writes docs/benchmarks.md
	$(BIN)/python tests/benchmarks/run.py $(BENCH)

clean:  ## Remove what setup and the tools made
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
