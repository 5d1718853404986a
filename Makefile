# Two commands matter: `make demo` shows the harvest, `make test` proves it.
# Each makes .venv when it is missing or when a pinned requirement changed; otherwise it installs nothing.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
DEMO := $(VENV)/installed-demo
# Of `make fuzz`: inputs a target (0: as many as the seconds allow), seconds a target, and which targets.
FUZZ_RUNS ?= 0
FUZZ_SECONDS ?= $(if $(FUZZ_RUNS:0=),0,60)
FUZZ_TARGETS ?=

.PHONY: audit evaluate-web nights faults fuzz soak help demo test lint types contracts unit benchmark-export lock clean

help:  ## What can be typed here
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort

$(INSTALLED): requirements/dev.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11, or name another: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DEMO): requirements/demo.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11, or name another: make PYTHON=python3.12 ..."; exit 1; }
	@if [ ! -e $(INSTALLED) ]; then \
	  echo "Installing what the demo needs into $(VENV): $$(grep -c '==' requirements/demo.txt) packages, about 380 MB ..."; \
	  $(PYTHON) -m venv $(VENV) && \
	  $(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements/demo.txt && \
	  $(BIN)/python -m pip install --disable-pip-version-check --no-deps .; \
	fi
	@touch $@

demo: $(DEMO)  ## Harvest the local OSCE-style site into data/demo and say what came of it
	$(BIN)/python -m tests.site.demo

test: lint types contracts unit  ## Everything that must hold

lint: $(INSTALLED)  ## Style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)  ## mypy --strict
	$(BIN)/mypy

contracts: $(INSTALLED)  ## Who may import whom
	$(BIN)/lint-imports

unit: $(INSTALLED)  ## pytest
	$(BIN)/python -m pytest -n auto --dist loadscope

faults: $(INSTALLED)  ## Every fault of a server alone, its cost written into docs/reliability.md
	$(BIN)/python -m tests.faults

nights: $(INSTALLED)  ## Every fault of a site that monitors judge, on one night and creeping over eight
	$(BIN)/python -W ignore -m tests.nights --write

audit: $(INSTALLED)  ## What can be said of the dependencies without a network
	$(BIN)/python -m tools.audit

soak: $(INSTALLED)  ## 200 kills at random moments: crawl, store, publish, archive, reextract, migration
	OSCE_TEST_KILLS=200 $(BIN)/python -m pytest tests/kills

benchmark-export: $(INSTALLED)  ## Time and memory of osce export for 100,000 records (the bar: Parquet in 30 s and 500 MB)
	$(BIN)/python -m benchmarks.export

benchmark-records: $(INSTALLED)  ## Publishing, load and report at 50,000 and 200,000 records
	$(BIN)/python -m benchmarks.records

benchmark: $(INSTALLED) .venv-peers/installed  ## Extraction against the bare parser and the peers
	$(BIN)/python -m benchmarks.extraction --peers
	$(BIN)/python -m benchmarks.participants
	$(BIN)/python -m benchmarks.vocabulary

benchmark-check: $(INSTALLED)  ## Fail when extraction has become more than 15 % slower than pinned
	$(BIN)/python -m benchmarks.extraction --check

benchmark-crawl: $(INSTALLED)  ## A crawl of 1,000 pages against a bare Scrapy spider
	$(BIN)/python -m benchmarks.crawl

benchmark-memory: $(INSTALLED)  ## Peak memory of a crawl of 2,000 and of 20,000 items
	$(BIN)/python -m benchmarks.crawl --memory

benchmark-reextract: $(INSTALLED)  ## Pages a second from the archive, with one process and with two
	$(BIN)/python -m benchmarks.crawl --reextract --items 5000

evaluate-web: $(INSTALLED)  ## Extraction on real pages with their own gold: make evaluate-web CORPUS=/data/trafilatura/tests
	$(BIN)/python -m tools.evaluate_web $(CORPUS)

fuzz: $(INSTALLED) .venv-fuzz/installed  ## Every fuzz target for FUZZ_SECONDS (60) or FUZZ_RUNS inputs
	OSCE_TEST_UNCLOSED=1000 $(BIN)/python -m pytest -q tests/pages/test_unclosed_elements.py
	.venv-fuzz/bin/python -m tests.fuzz --seconds $(FUZZ_SECONDS) --runs $(FUZZ_RUNS) $(FUZZ_TARGETS)

.venv-fuzz/installed: requirements/fuzz.txt
	$(PYTHON) -m venv .venv-fuzz
	.venv-fuzz/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/fuzz.txt
	@touch $@

.venv-peers/installed: requirements/peers.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/peers.txt
	@touch $@

lock: $(INSTALLED)  ## Pin the newest versions with their hashes (wants uv)
	uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 --universal --extra dev --no-emit-package osce-scraper pyproject.toml -o requirements/dev.txt
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 --universal --constraints requirements/dev.txt pyproject.toml -o requirements/base.txt
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 --universal --constraints requirements/dev.txt --extra monitors --extra postgres pyproject.toml -o requirements/container.txt
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 --universal --constraints requirements/dev.txt --extra report pyproject.toml -o requirements/demo.txt

clean:  ## Remove what `make` made (not the harvested data)
	rm -rf $(VENV) .venv-fuzz .fuzz .mypy_cache .ruff_cache .hypothesis .import_linter_cache
