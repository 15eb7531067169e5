#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The tests that need QGIS: those in a real window, which wait more than they work, beside the others. Fails when either fails.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
export QT_QPA_PLATFORM=offscreen PYTHONPATH=$QGIS_PYTHONPATH
cd "$ROOT"

run() { .venv/bin/python -m pytest --qgis_disable_exit -o cache_dir="build/pytest-$1" "${@:2}"; }

log=build/window-tests.log
trap 'kill $(jobs -p) 2>/dev/null' EXIT
run window tests/desktop >"$log" 2>&1 &
window=$!
run offscreen tests/bridge tests/gui tests/processing tests/zip
status=$?
wait "$window" || status=$?
cat "$log"
exit "$status"
