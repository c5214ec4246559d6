# thidua: one door. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NOISE_TEXT ?= $(wildcard corpus/samples/*.txt)
NOISE_OUT ?= outputs/noise
NOISE_PAGES ?= 20
export PYTHONUTF8 = 1

.DEFAULT_GOAL := help
# What scans (Tesseract), old Word files (LibreOffice) and the tests of pages (Chromium) need beside Python, on Debian and Ubuntu.
PACKAGES := tesseract-ocr tesseract-ocr-vie tesseract-ocr-osd libreoffice-writer fonts-liberation2 fonts-croscore chromium
.PHONY: help system setup run test check fix golden eval fuzz kill bench bench-scale model noise lock

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

system: ## install the programs that scans, old Word files and the tests of pages need (Debian, Ubuntu; others: thidua doctor)
	@if dpkg -s $(PACKAGES) >/dev/null 2>&1; then echo "all there: $(PACKAGES)"; \
	elif command -v apt-get >/dev/null; then \
	  $(if $(filter 0,$(shell id -u)),,sudo) apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $(if $(filter 0,$(shell id -u)),,sudo) apt-get install -y -qq --no-install-recommends $(PACKAGES) >/dev/null; \
	else echo "no apt-get here; thidua doctor names the packages of this system"; exit 1; fi

setup: $(VENV)/.run ## set up .venv with the locked dependencies

run: $(VENV)/.run ## read corpus/samples/ into outputs/thidua.duckdb
	$(BIN)/thidua ingest corpus/samples

test: $(VENV)/.dev ## run all tests, on as many cores as there are, at most four
	$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist worksteal

check: $(VENV)/.dev ## ruff, mypy, import contracts, docs up to date; changes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

fix: $(VENV)/.dev ## format, mend what ruff can, regenerate docs
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python docs/generate.py

golden: $(VENV)/.dev ## rewrite the snapshots of the samples, to be reviewed as a diff
	THIDUA_REWRITE_GOLDEN=1 $(BIN)/python -m pytest tests/test_golden.py

eval: $(VENV)/.run ## score against the gold of corpus/ (and ../shared where it is), beside the baseline; writes docs/accuracy.md
	$(BIN)/thidua evaluate --gold corpus/gold --documents corpus/samples --baseline tests/baselines/corpus.json --fail-on-loss --write docs/accuracy.md
	$(BIN)/thidua evaluate --gold corpus/review/gold --documents corpus/review/documents --baseline tests/baselines/review.json --fail-on-loss --write docs/accuracy.md
	@if [ -d ../shared/gold ]; then $(BIN)/thidua evaluate --gold ../shared/gold --documents ../shared/reports \
	  --baseline tests/baselines/shared.json --fail-on-loss --write docs/accuracy.md; fi

fuzz: $(VENV)/.dev ## ingest ten thousand damaged files of every format (FUZZ="--seed 2 --count 500 --keep DIR")
	$(BIN)/python -m tests.fuzz $(FUZZ)

kill: $(VENV)/.dev ## stop an ingestion at 200 random moments and look at what is left (KILL="--seed 2 --count 50")
	$(BIN)/python -m tests.kill $(KILL)

bench: $(VENV)/.bench ## speed and memory of each stage, beside peers in the same run
	$(BIN)/python -m pytest tests/benchmarks --benchmark-only

bench-scale: $(VENV)/.dev ## documents by the hundred thousand: reading, storing, asking (SCALE="--sizes 1000 10000 --read 500"); see docs/scale.md
	$(BIN)/python -m tests.scale $(SCALE)

model: $(VENV)/.dev ## rebuild the restoration model from ../shared
	$(BIN)/python -m pipeline.restoration.train

noise: $(VENV)/.dev ## print text, read it back with Tesseract: more lines for `make model` (see docs/noise.md)
	$(BIN)/python -m pipeline.restoration.train.noise --text $(NOISE_TEXT) --out $(NOISE_OUT) --pages $(NOISE_PAGES)

lock: ## pin the newest versions that fit pyproject.toml (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra dev pyproject.toml -o requirements-dev.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra dev --extra bench pyproject.toml -o requirements-bench.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; ok = (3, 11) <= sys.version_info < (3, 14); sys.exit(0 if ok else "thidua needs Python 3.11, 3.12 or 3.13, this is %d.%d: make PYTHON=python3.12 ..." % sys.version_info[:2])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

$(VENV)/.bench: requirements-bench.lock $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	touch $@
