# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding words in all clauses of all releases."""
