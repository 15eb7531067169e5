# SPDX-License-Identifier: GPL-3.0-or-later
"""The page 台账: the office's cases, and what a person adds to the one that is open."""
