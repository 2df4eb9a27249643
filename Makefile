# Everything runs in .venv, which `make setup` fills; PYTHON chooses what it is made with.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup run test seen check fix fuzz bench openapi clean
.DEFAULT_GOAL := test

setup: $(READY)

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,tls]'
	touch $(READY)

run: setup  ## serve the demo on http://localhost:5555
	$(BIN)/mockcal serve

test: setup  ## all that needs neither a network nor Docker
	MOCKCAL_ALL_SEEN=1 $(BIN)/python -m pytest -n auto --dist loadgroup

seen: setup  ## the same, and note which tests see which operation answer
	MOCKCAL_SEEN=tests/contract/seen.json $(MAKE) test
	$(MAKE) openapi

check: setup  ## lint, types, import rules, generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m mockcal.openapi --check

fix: setup  ## format, and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

openapi: setup  ## rebuild the OpenAPI document and docs/coverage.md
	$(BIN)/python -m mockcal.openapi

fuzz: setup  ## the long run: 50 000 odd requests, none of which may end in a 5xx; then 100 000 that may leave no memory behind
	MOCKCAL_FUZZ_EXAMPLES=$${MOCKCAL_FUZZ_EXAMPLES:-40} $(BIN)/python -m pytest -n auto tests/contract -m fuzz
	MOCKCAL_FUZZ_REQUESTS=$${MOCKCAL_FUZZ_REQUESTS:-100000} $(BIN)/python -m pytest tests/e2e/test_limits.py -k memory

bench: setup  ## measure; bench/README.md keeps the figures
	$(BIN)/python -m bench

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache
