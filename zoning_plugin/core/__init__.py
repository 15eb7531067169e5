# SPDX-License-Identifier: GPL-3.0-or-later
"""What is true: values and rules of zoning control. Standard library and one door to shapely; no QGIS, no Qt, no GDAL."""
