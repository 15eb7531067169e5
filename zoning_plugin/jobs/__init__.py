# SPDX-License-Identifier: GPL-3.0-or-later
"""The errands: one verb a file, the only thing panels and algorithms run."""
