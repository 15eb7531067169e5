#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes what every make target stands on: the system's packages and .venv. Safe to run again and again; when nothing changed it
# costs a few hundredths of a second.
#
#   scripts/bootstrap.sh             install what is missing (apt only as root), make or renew .venv
#   scripts/bootstrap.sh --packages  print the packages this system needs, and do nothing
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

packages=(
  make python3-venv
  python3-qgis qgis qgis-providers                  # QGIS itself, its Python, qgis_process
  xvfb openbox xdotool wmctrl imagemagick           # a real window on a virtual screen, and its picture
  poppler-utils fonts-noto-cjk fonts-wqy-zenhei     # reading the PDF back; without a CJK font Chinese vanishes from a PDF
  qttools5-dev-tools pyqt5-dev-tools                # lrelease, pylupdate5
)

id= version=
if [ -r /etc/os-release ]; then
  id=$(. /etc/os-release; echo "${ID:-}")
  version=$(. /etc/os-release; echo "${VERSION_ID:-}")
fi
case "$id-$version" in
  debian-12) shapely=requirements/shapely.txt ;;        # its own shapely is 1.8
  debian-13) shapely=; packages+=(python3-shapely) ;;
  *)
    cat >&2 <<EOF
bootstrap: this script knows Debian 12 and Debian 13, and this is "${id:-unknown} ${version:-}".
It needs, by Debian's names: ${packages[*]} python3-shapely
QGIS 3.22 or newer with its Python (3.11 or newer), shapely 2.0 or newer and pyproj must be importable by /usr/bin/python3; then:
  /usr/bin/python3 -m venv --system-site-packages .venv
  .venv/bin/python -m pip install --require-hashes --no-deps -r requirements/dev.txt
EOF
    exit 1 ;;
esac

if [ "${1:-}" = --packages ]; then
  echo "${packages[*]}"
  exit 0
fi

# ---- the system's packages
installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null | sed -n 's/^installed //p' || true)
missing=()
for package in "${packages[@]}"; do
  grep -qxF "$package" <<<"$installed" || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -ne 0 ]; then
    echo "bootstrap: packages are missing. Run this once, then again what you ran:" >&2
    echo "  sudo apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  echo "bootstrap: installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq update
  apt-get -qq -y -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-unsafe-io install --no-install-recommends "${missing[@]}" >/dev/null
fi

# ---- the venv: always the system's Python, never the first python3 on PATH (only the system's can import qgis)
locks=(requirements/dev.txt ${shapely:+"$shapely"})
stamp="$(cat "${locks[@]}" | sha256sum | cut -c1-64) $id-$version $PWD"
has_venv() { [ -x .venv/bin/python ] && [ "$(cat .venv/bootstrap.stamp 2>/dev/null)" = "$stamp" ]; }
# shapely alone, for a QGIS that must not see the rest of the venv
has_shapely_only() { [ -z "$shapely" ] || [ "$(cat build/shapely-only/bootstrap.stamp 2>/dev/null)" = "$stamp" ]; }
if has_venv && has_shapely_only; then exit 0; fi

mkdir -p build
exec 9>build/bootstrap.lock
flock 9                                             # two make targets at once: the second waits and finds the work done
# The locks are whole, so nothing is resolved: pip would look at newer releases of a part, and refuse them for want of a hash.
install() { .venv/bin/python -m pip install -qq --no-warn-script-location --no-deps --require-hashes --only-binary :all: "$@"; }

if ! has_venv; then
  echo "bootstrap: making .venv"
  rm -rf .venv
  /usr/bin/python3 -m venv --system-site-packages .venv
  install -r requirements/dev.txt
  [ -z "$shapely" ] || install -r "$shapely"

  # What must hold, or every later failure is a riddle: the system's numpy, a shapely of 2.0 or newer, qgis importable.
  PROJ_DATA=/usr/share/proj QT_QPA_PLATFORM=offscreen .venv/bin/python - <<'EOF'
import sys

import numpy
import pyproj
import shapely
from osgeo import gdal, gdal_array
from qgis.core import Qgis

assert not numpy.__file__.startswith(sys.prefix), f"numpy must be the system's, not {numpy.__file__}"
assert int(shapely.__version__.split(".")[0]) >= 2, f"shapely {shapely.__version__} at {shapely.__file__}"
assert gdal_array is not None
print(f"bootstrap: Python {sys.version.split()[0]}, QGIS {Qgis.QGIS_VERSION.split('-')[0]}, GDAL {gdal.__version__},",
      f"pyproj {pyproj.__version__}, numpy {numpy.__version__}, shapely {shapely.__version__}")
EOF
  echo "$stamp" > .venv/bootstrap.stamp
fi
if ! has_shapely_only; then
  rm -rf build/shapely-only
  install --target build/shapely-only -r "$shapely"
  echo "$stamp" > build/shapely-only/bootstrap.stamp
fi
