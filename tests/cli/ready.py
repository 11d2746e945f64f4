"""Loads the program once and splits off a child for each order that comes through the socket on argv[1]."""

import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import sys
import time

import gopay_help


def load():
    """Import all that a run may import, and draw nothing from it yet."""
    for module in pkgutil.walk_packages(gopay_help.__path__, "gopay_help."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in ("rich.console", "rich.table", "prompt_toolkit", "questionary", "jinja2", "jsonschema"):
        importlib.import_module(name)
    gc.freeze()


def become(order, streams):
    """Be the process that was asked for: its directory, environment, arguments and streams."""
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["environ"])
    time.tzset()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115 (open till the end)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 (open till the end)
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115 (open till the end)
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    sys.argv = ["gopay-help", *order["arguments"]]


def serve(orders):
    """Until the tests end."""
    while True:
        message, streams, *_ = socket.recv_fds(orders, 1 << 20, 3)
        if not message:
            return
        child = os.fork()
        if not child:
            orders.close()
            become(json.loads(message), streams)
            from gopay_help.__main__ import entry

            entry()
        for stream in streams:
            os.close(stream)
        orders.send(str(child).encode())
        _, status = os.waitpid(child, 0)
        orders.send(str(os.waitstatus_to_exitcode(status)).encode())


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    load()
    with socket.socket(fileno=int(sys.argv[1])) as orders:
        serve(orders)
