# SPDX-License-Identifier: GPL-3.0-or-later
"""The doors to disk: every format read or written; the only room that imports GDAL."""
