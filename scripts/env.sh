# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced, not run: the environment in which Python and QGIS behave here. bash only.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export ROOT

# QGIS's Python takes its prefix from the first python3 on PATH, and only the system's can import qgis.
# QGIS_PREFIX_PATH is set when another QGIS was unpacked beside the system's.
export PATH=${QGIS_PREFIX_PATH:+$QGIS_PREFIX_PATH/bin:}/usr/bin:/bin:$PATH
unset PYTHONHOME

export LANG=C.UTF-8                      # paths with Chinese in them, whatever the machine's locale
unset LC_ALL
export PROJ_DATA=/usr/share/proj         # Debian's pyproj looks under the venv otherwise, and finds nothing

# QGIS writes its settings here and never to the user's own profile.
export QGIS_CUSTOM_CONFIG_PATH=$ROOT/build/profile
unset QGIS_OPTIONS_PATH                  # pytest-qgis sets it, and a QGIS started by a test would share its settings
mkdir -p "$QGIS_CUSTOM_CONFIG_PATH"

if [ ! -w "${XDG_RUNTIME_DIR:-/nonexistent}" ]; then
  export XDG_RUNTIME_DIR=$ROOT/build/runtime
  mkdir -p -m 700 "$XDG_RUNTIME_DIR"
fi

# What QGIS's own Python needs to see: on Debian 12 a shapely of 2.0 or newer (nothing else of the venv), and always Processing.
QGIS_PYTHONPATH=${QGIS_PREFIX_PATH:-/usr}/share/qgis/python/plugins${PYTHONPATH:+:$PYTHONPATH}
[ ! -d "$ROOT/build/shapely-only" ] || QGIS_PYTHONPATH=$ROOT/build/shapely-only:$QGIS_PYTHONPATH
export QGIS_PYTHONPATH
