"""Guesses at a password that come all at once are counted one by one."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from people import throttle
from people.models import Pause
from people.throttle import Attempt, TooManyError

AT_ONCE = 12


def guess(_number):
    try:
        Attempt("password", "ana", "192.0.2.7")
    except TooManyError:
        return False
    else:
        return True
    finally:
        connection.close()


def test_of_many_guesses_at_once_no_more_are_looked_at_than_one_by_one(committed):
    with ThreadPoolExecutor(AT_ONCE) as threads:
        looked_at = sum(threads.map(guess, range(AT_ONCE)))

    assert looked_at == throttle.HERE.free
    assert Pause.objects.count() == 3
