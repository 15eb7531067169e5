# SPDX-License-Identifier: GPL-3.0-or-later
"""A port of this computer that counts who comes: what C libraries ask of the network is not seen by blocking Python's sockets."""

from __future__ import annotations

import socket
import threading


class Listener:
    """Counts connections, and hangs up."""

    def __init__(self) -> None:
        self.count = 0
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(50)
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.count += 1
            caller.close()

    def close(self) -> None:
        """Listen no more."""
        self._socket.close()
