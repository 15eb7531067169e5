#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command on a virtual screen of its own, with a window manager, and ends with the command's status.
#   scripts/with_screen.sh COMMAND…        SCREEN=1366x768 for another size (1600x1000 by default)
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

work=$(mktemp -d)
xvfb= openbox=
finish() {
  [ -z "$openbox" ] || kill "$openbox" 2>/dev/null || true
  [ -z "$xvfb" ] || kill "$xvfb" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

Xvfb -displayfd 3 -screen 0 "${SCREEN:-1600x1000}x24" -nolisten tcp 3>"$work/display" 2>"$work/xvfb.log" & xvfb=$!
for _ in $(seq 100); do
  [ -s "$work/display" ] && break
  sleep 0.1
done
[ -s "$work/display" ] || { echo "with_screen: no virtual screen after 10 s:" >&2; cat "$work/xvfb.log" >&2; exit 1; }
DISPLAY=:$(<"$work/display")
export DISPLAY
unset WAYLAND_DISPLAY
openbox >/dev/null 2>&1 & openbox=$!
status=0
"$@" || status=$?
exit "$status"
