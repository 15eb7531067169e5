# SPDX-License-Identifier: GPL-3.0-or-later
"""Measurements, side by side and in one run; never asserts. Results: bench/results.md, with the machine and the versions."""
