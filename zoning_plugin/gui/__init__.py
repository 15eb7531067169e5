# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user sees, grouped by what the user is doing."""
