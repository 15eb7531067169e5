# SPDX-License-Identifier: GPL-3.0-or-later
"""How a site is given on the map: clicked, drawn, or taken from selected features."""
