#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The main job on the invented demo county, in a real QGIS window worked by real mouse clicks; says where the results are.
#   scripts/demo.sh        OUT=DIR for another folder (build/demo by default), UI_LANGUAGE=en for an English window
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
run=("$ROOT/.venv/bin/python" "$ROOT/scripts/demo.py" "${OUT:-$ROOT/build/demo}")
if [ -z "${DISPLAY:-}" ]; then exec "$ROOT/scripts/with_screen.sh" "${run[@]}"; fi
exec "${run[@]}"
