"""What a claimed letter says: made of the record as it is at that moment, once for all
who are sent the same."""

from django.utils import timezone

from paper.followers.followable import followables
from paper.followers.letter import Letter, Question, letter_mail, question_mail
from paper.followers.news import new_stories, news_of_text
from paper.models import Subscription
from stories.models import Showing

LISTS = {Subscription.Kind.TOPIC, Subscription.Kind.DESK}


def mail_of(claim, address, known):
    """The mail, or None if nothing is left to say. `known` is kept for a turn."""
    head = claim.head
    if head.edition_id is None:
        return question_of(claim, head, address)
    subscription = head.subscription
    thing = known_thing(subscription, known)
    news = known_news(claim, known) if thing else ()
    if not news:
        return None
    is_list = subscription.kind in LISTS
    letter = Letter(claim.follower, subscription, thing, news, is_list)
    return letter_mail(letter, address, f"edition-{head.edition_id}")


def question_of(claim, row, address):
    now = timezone.now()
    asked = [*claim.follower.subscriptions.filter(confirmed_at=None)]
    known = followables(asked, now)
    things = [known[key] for row in asked if (key := (row.kind, row.key)) in known]
    if not things:
        return None
    question = Question(claim.follower, things)
    return question_mail(question, address, f"question-{row.pk}")


def known_thing(subscription, known):
    """What is followed, as it is called now."""
    key = subscription.kind, subscription.key
    if key not in known:
        known[key] = followables([subscription], timezone.now()).get(key)
    return known[key]


def known_news(claim, known):
    """The same editions say the same to everybody."""
    editions = frozenset(row.edition_id for row in claim.rows)
    is_list = claim.rows[0].subscription.kind in LISTS
    key = is_list, editions
    if key not in known:
        known[key] = news_of(editions, is_list)
    return known[key]


def news_of(editions, is_list):
    now = timezone.now()
    rows = [*Showing.objects.filter(pk__in=editions, live_from__lte=now)]
    if not rows:
        return ()
    return new_stories(rows, now) if is_list else [news_of_text(rows, now)]
