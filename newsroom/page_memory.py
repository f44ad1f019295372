"""The pages that a process remembers: as many as fit, those asked for last."""

import threading
from collections import OrderedDict

MOST = 6 * 1024**2  # bytes, in each process: 600 pages of 10 kB
LARGEST = 500_000  # of one page; of pictures there would be too many


class PageMemory:
    """A mapping of addresses to answers, which forgets what nobody has asked for."""

    def __init__(self, most=MOST, largest=LARGEST):
        self.most, self.largest = most, largest
        self.answers, self.bytes = OrderedDict(), 0
        self.lock = threading.Lock()

    def find(self, address):
        with self.lock:
            answer = self.answers.get(address)
            if answer is not None:
                self.answers.move_to_end(address)
            return answer

    def keep(self, address, answer):
        if answer.size > self.largest:
            return
        with self.lock:
            self.drop(address)
            self.answers[address] = answer
            self.bytes += answer.size
            while self.bytes > self.most:
                self.drop(next(iter(self.answers)))

    def forget(self, address):
        with self.lock:
            self.drop(address)

    def drop(self, address):
        gone = self.answers.pop(address, None)
        if gone is not None:
            self.bytes -= gone.size

    def clear(self):
        with self.lock:
            self.answers.clear()
            self.bytes = 0
