#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Opens a real QGIS window with the plugin of this tree enabled, in a profile under build/ (never the user's own).
#   scripts/run_window.sh [QGIS ARGUMENT…]
#   PROFILE=DIR        another profiles folder (build/profile by default; kept between runs)
#   UI_LANGUAGE=en     another language (zh-Hans by default)
# Without a display: scripts/with_screen.sh scripts/run_window.sh …
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  echo "run_window: there is no display. \`make demo\` uses a virtual screen; or: scripts/with_screen.sh scripts/run_window.sh" >&2
  exit 1
fi
export QGIS_CUSTOM_CONFIG_PATH=${PROFILE:-$QGIS_CUSTOM_CONFIG_PATH}
language=${UI_LANGUAGE:-zh-Hans}
"$ROOT/.venv/bin/python" "$ROOT/scripts/build_zip.py" --show "$ROOT/build/plugins"

settings=$QGIS_CUSTOM_CONFIG_PATH/profiles/default/QGIS/QGIS3.ini
if [ ! -e "$settings" ]; then              # a fresh profile: our plugin on, everything of QGIS's own that asks the network off
  mkdir -p "$(dirname "$settings")"
  cat > "$settings" <<EOF
[PythonPlugins]
zoning_plugin=true
[locale]
overrideFlag=true
userLocale=$language
[qgis]
checkVersion=false
[app]
plugin_installer\\checkOnStart=false
[fonts]
downloadMissingFonts=false
[core]
httpsfeedqgisorg\\disabled=true
NewsFeed\\httpsfeedqgisorg\\disabled=true
EOF
fi
export PYTHONPATH=$QGIS_PYTHONPATH QGIS_PLUGINPATH=$ROOT/build/plugins
if [ -n "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ]; then export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-xcb}; fi
[ "${QT_QPA_PLATFORM:-}" != offscreen ] || export QT_QPA_PLATFORM=xcb
qgis=$(command -v qgis.bin || command -v qgis)   # Debian 12's wrapper adds options of its own
exec "$qgis" --noversioncheck --nologo --profiles-path "$QGIS_CUSTOM_CONFIG_PATH" --lang "$language" "$@"
