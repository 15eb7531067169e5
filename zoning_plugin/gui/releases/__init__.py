# SPDX-License-Identifier: GPL-3.0-or-later
"""The releases on this computer: which there are, how each stands, and how a new one comes in."""
