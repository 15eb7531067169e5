# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said: assessment → outline → HTML, JSON. Pure; the wording is in one place."""
