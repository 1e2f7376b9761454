"""Workers whose server is gone: nobody would stop them, and they would keep its port."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time


def end_with_parent(within_s: float) -> None:
    """Have this worker end in good order as soon as the process that began it is no more.

    Args:
        within_s: seconds it has to finish what it took; then it ends whatever is under way.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(within_s)
        # Threads still at work would keep the process; their transactions are undone.
        os._exit(1)

    threading.Thread(target=wait, name="parent", daemon=True).start()
