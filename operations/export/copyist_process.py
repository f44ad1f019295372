"""A worker in a process of its own, and one in this process: both are told the same."""

import multiprocessing
import os
from importlib import import_module

import django
from django.db import connections

COPYIST = "operations.export.copyist"  # whose models wait for the apps


def serve(pipe, *given):
    """Do what is asked until nobody is there to ask."""
    os.nice(5)
    django.setup()
    worker = import_module(COPYIST).Copyist(*given)
    try:
        while True:
            verb, *words = pipe.recv()
            try:
                pipe.send((True, getattr(worker, verb)(*words)))
            except Exception as fault:
                pipe.send((False, f"{type(fault).__name__}: {fault} ({words})"[:2000]))
    except (EOFError, OSError, KeyboardInterrupt):
        worker.end()
        connections.close_all()


class WorkerError(Exception):
    """A worker met what nobody thought of, or is gone."""


class Distant:
    """A worker elsewhere: it is asked, and answers later."""

    def __init__(self, *given):
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, *given), daemon=True)
        self.process.start()
        theirs.close()

    def ask(self, *words):
        try:
            self.pipe.send(words)
        except OSError:
            raise WorkerError("A process that makes pages was ended.") from None

    def answer(self):
        try:
            is_done, said = self.pipe.recv()
        except (EOFError, OSError):
            raise WorkerError("A process that makes pages was ended.") from None
        if not is_done:
            raise WorkerError(said)
        return said

    def close(self):
        self.pipe.close()
        self.process.join(5)
        if self.process.is_alive():
            self.process.kill()


class Near:
    """A worker in this process: it answers when it is asked for the answer."""

    pipe = None

    def __init__(self, *given):
        self.worker, self.words = import_module(COPYIST).Copyist(*given), None

    def ask(self, *words):
        self.words = words

    def answer(self):
        verb, *words = self.words
        return getattr(self.worker, verb)(*words)

    def close(self):
        self.worker.end()
