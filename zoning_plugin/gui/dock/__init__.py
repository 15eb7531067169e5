# SPDX-License-Identifier: GPL-3.0-or-later
"""The dock: a site, what lies at it, every clause that applies, and the report of it."""
