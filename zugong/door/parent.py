import signal
import sys


def end_with_parent(how: signal.Signals = signal.SIGTERM) -> None:
    """On Linux the kernel ends this process when the one that began it was killed: nothing is left that holds the port."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, how)
