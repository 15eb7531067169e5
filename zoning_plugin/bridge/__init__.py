# SPDX-License-Identifier: GPL-3.0-or-later
"""The only translator between QGIS and our own values: ports, layers, tasks, messages, translation, versions."""
