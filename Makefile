# SPDX-License-Identifier: GPL-3.0-or-later
# Every target sets up what it needs (scripts/bootstrap.sh). See README.md.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help venv lint check test soak bench bench-quick demo run i18n zip clean

PYTHON := .venv/bin/python
ENV := source scripts/env.sh &&
# Tests that run where QGIS does not exist; all others: scripts/all_tests.sh.
PURE_TESTS := tests/house tests/core tests/files tests/report tests/wording tests/jobs

help:  ## this list
	@sed -nE 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

venv:  ## the system's packages and .venv (does nothing when they are there)
	@scripts/bootstrap.sh

lint: venv  ## the fastest: style, types, import contracts
	@$(ENV) ruff=.venv/bin/ruff; $$ruff check . && $$ruff format --check .
	@$(ENV) $(PYTHON) -m mypy
	@$(ENV) .venv/bin/lint-imports --no-logo

check: lint  ## fast: lint, and the tests that need no QGIS
	@$(ENV) $(PYTHON) -m pytest -p no:pytest_qgis -p no:pytest-qt $(PURE_TESTS)

test: lint zip  ## everything: lint, tests without QGIS, with it, in a real window, and of the zip in a fresh profile
	@scripts/all_tests.sh $(PURE_TESTS)

soak: venv  ## the long counts of hostile files, killed writers, sites judged and parcels laid twice; writes docs/soak.md
	@$(ENV) $(PYTHON) -m soak

bench: venv  ## the measurements beside every peer; writes bench/results.md (three quarters of an hour)
	@$(ENV) $(PYTHON) -m bench

bench-quick: venv  ## the measurements on a city and a county beside the fast peers, under 3 minutes; writes bench/results.md
	@$(ENV) $(PYTHON) -m bench --quick

demo: venv  ## the main job on the demo county in a real QGIS window; prints where the results are
	@$(ENV) $(PYTHON) scripts/translations.py --compile
	@scripts/demo.sh

run: venv  ## QGIS with the plugin, in a profile of its own under build/
	@$(ENV) $(PYTHON) scripts/translations.py --compile
	@scripts/run_window.sh

i18n: venv  ## update and compile the translations
	@$(ENV) $(PYTHON) scripts/translations.py

zip: venv  ## dist/zoning_plugin-<version>.zip, to install by hand
	@$(ENV) $(PYTHON) scripts/translations.py --compile && $(PYTHON) scripts/build_zip.py

clean:  ## remove everything make made, but .venv
	@rm -rf build dist .qgis-settings .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache i18n/*.qm
	@find zoning_plugin scripts tests -name __pycache__ -prune -exec rm -rf {} +
