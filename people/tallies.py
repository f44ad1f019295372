"""What happens now and then that an operator counts. A room says that it happened;
whoever counts has asked to be told, and mostly nobody has."""

listeners = []


def tally(what, outcome):
    for listener in listeners:
        listener(what, outcome)
