# Everything runs from .venv, which is made from the pinned lock files in requirements/. Stamp files in .venv say which
# lock file it holds, so that a second run starts at once. All paths are relative: the checkout's path may hold spaces.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help app test spark lint bench docs lock clean

BIN := .venv/bin
# The wanted Python may be named: make app PYTHON=/opt/python3.12/bin/python3
PYTHON :=
# More arguments for pytest or the benchmarks: make test ARGS='-k units'
ARGS :=

# Wheels only: a source package would fetch build tools that no lock file pins.
INSTALL := $(BIN)/python -m pip install -qq --no-input --disable-pip-version-check
PINNED := $(INSTALL) --require-hashes --only-binary :all: --requirement
PROJECT := $(INSTALL) --no-index --no-deps --no-build-isolation --editable .

# A virtual environment works only where it was made, and with the Python it was made with.
$(shell [ -x $(BIN)/python ] && [ "$$(cat .venv/made 2>/dev/null)" = "$$PWD" ] || rm -f .venv/made)

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-6s %s\n", $$1, $$2}' Makefile

app: .venv/app ## open the pages in the browser
	@exec $(BIN)/unitcalc app $(ARGS)

test: .venv/dev ## run all tests
	@$(BIN)/python -m pytest $(ARGS)

spark: .venv/spark ## add Spark (450 MB; needs Java 17 or 21), for its tests

lint: .venv/dev ## check style, format and types
	@status=0; \
	$(BIN)/ruff check --quiet || status=1; \
	$(BIN)/ruff format --check --quiet || { echo "To format: $(BIN)/ruff format"; status=1; }; \
	$(BIN)/mypy --strict || status=1; \
	exit $$status

bench: .venv/dev ## measure speed and memory
	@$(BIN)/python -m benchmarks $(ARGS)

# Nothing that is made here is kept in git. -n and -W: a link that leads nowhere, and any other warning, is an error.
SITE := build/docs
docs: .venv/docs ## build the documentation site
	@rm -rf $(SITE)
	@$(BIN)/python -m docs.build $(SITE)/source
	@$(BIN)/python -m sphinx -q -n -W --keep-going -c docs -d $(SITE)/doctrees $(SITE)/source $(SITE)/html
	@echo "The site is there: $(SITE)/html/index.html"

# Index addresses come from the environment (UV_DEFAULT_INDEX) and are never written down. --upgrade takes the newest
# versions that pyproject.toml allows; each lock repeats the pins of the one before, so one .venv can hold them all.
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links
lock: .venv/dev ## renew the pins in requirements/
	@$(COMPILE) pyproject.toml --group build --output-file requirements/app.lock >/dev/null
	@$(COMPILE) pyproject.toml --group build --group dev --constraints requirements/app.lock \
		--output-file requirements/dev.lock >/dev/null
	@$(COMPILE) pyproject.toml --group build --group docs --constraints requirements/dev.lock \
		--output-file requirements/docs.lock >/dev/null
	@$(COMPILE) pyproject.toml --group build --extra spark --constraints requirements/dev.lock \
		--output-file requirements/spark.lock >/dev/null
	@echo "Renewed the lock files in requirements/: app, dev, docs, spark."

clean: ## remove what was made here
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
	@find unitcalc tests benchmarks docs -name __pycache__ -type d -exec rm -rf {} + 2>/dev/null || true

.venv/made:
	@for python in $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3); do \
		if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "Making .venv with $$("$$python" --version)."; \
			"$$python" -m venv --clear .venv && echo "$$PWD" > $@; \
			exit; \
		fi; \
	done; \
	echo "unitcalc needs Python 3.11 or newer with venv, and found none." >&2; \
	echo "Install it (Debian, Ubuntu: apt install python3 python3-venv), or name it: make PYTHON=/path/to/python3" >&2; \
	exit 1

.venv/app: .venv/made requirements/app.lock pyproject.toml
	@echo "Installing what unitcalc needs (a minute, the first time)."
	@$(PINNED) requirements/app.lock
	@$(PROJECT)
	@touch $@

.venv/dev: .venv/made requirements/dev.lock pyproject.toml
	@echo "Installing what unitcalc and its tests need (a minute, the first time)."
	@$(PINNED) requirements/dev.lock
	@$(PROJECT)
	@touch $@

.venv/docs: .venv/made requirements/docs.lock pyproject.toml
	@echo "Installing what the documentation site needs (a minute, the first time)."
	@$(PINNED) requirements/docs.lock
	@$(PROJECT)
	@touch $@

# pyspark has no wheel: it is built here, with the pinned tools of .venv/dev.
.venv/spark: .venv/dev requirements/spark.lock
	@echo "Installing Spark (some minutes, the first time)."
	@$(PINNED) requirements/spark.lock --no-binary pyspark --no-build-isolation
	@touch $@
