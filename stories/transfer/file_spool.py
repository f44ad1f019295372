"""The files of an import, as they were read: on disk, since there may be any number."""

import json
import tempfile

IN_MEMORY = 1 << 20  # Bytes; so few need no file.


class FileSpool:
    """A list of read files, of which memory holds only the one that is asked for."""

    def __init__(self):
        kept = tempfile.SpooledTemporaryFile
        self.store = kept(max_size=IN_MEMORY)  # until it is closed
        self.spans = []

    def close(self):
        self.store.close()

    def __len__(self):
        return len(self.spans)

    def __iter__(self):
        return map(self.__getitem__, range(len(self.spans)))

    def __getitem__(self, number):
        at, size = self.spans[number]
        self.store.seek(at)
        return json.loads(self.store.read(size))

    def append(self, item):
        line = json.dumps(item, ensure_ascii=False).encode()
        at = self.store.seek(0, 2)
        self.store.write(line)
        self.spans.append((at, len(line)))

    def extend(self, stories):
        """Take (place, story) of many; returns their places."""
        places = []
        for place, story in stories:
            self.append(story)
            places.append(place)
        return places

    def cut(self, count):
        """Forget all but the first ones."""
        del self.spans[count:]


class PlacedFiles:
    """Files, each with what faults call it; questions first, as stories list them."""

    def __init__(self, files, places):
        self.files = files
        self.places = places or [f"stories[{n}]" for n in range(len(files))]
        is_story = [item["format"] != "question/1" for item in files]
        self.order = sorted(range(len(files)), key=is_story.__getitem__)

    def __len__(self):
        return len(self.order)

    def __iter__(self):
        for number in self.order:
            yield self.files[number], self.places[number]
