# SPDX-License-Identifier: GPL-3.0-or-later
"""The toolbox: the provider and one algorithm a file."""
