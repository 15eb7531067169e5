# SPDX-License-Identifier: GPL-3.0-or-later
"""Doors to printed tables: one reader a format, each ending in grids of text. Rules: docs/formats/access-list.md."""
