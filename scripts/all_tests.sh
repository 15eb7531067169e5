#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# All tests: those in a real window, which wait more than they work, beside the others. Fails when any fails.
#   scripts/all_tests.sh FOLDER…           the folders of tests that run without QGIS
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$ROOT"

run() { .venv/bin/python -m pytest -o cache_dir="build/pytest-$1" "${@:2}"; }
with_qgis() { QT_QPA_PLATFORM=offscreen PYTHONPATH=$QGIS_PYTHONPATH run "$1" --qgis_disable_exit "${@:2}"; }

log=build/window-tests.log
trap 'kill $(jobs -p) 2>/dev/null' EXIT
with_qgis window tests/desktop >"$log" 2>&1 &
window=$!
status=0
run pure -p no:pytest_qgis -p no:pytest-qt "$@" || status=$?
with_qgis offscreen tests/bridge tests/gui tests/processing tests/zip || status=$?
wait "$window" || status=$?
cat "$log"
exit "$status"
