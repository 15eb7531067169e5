# SPDX-License-Identifier: GPL-3.0-or-later
"""The long counts: hostile files, kills and oracles, far more often than `make test` has time for. Results: docs/soak.md."""
