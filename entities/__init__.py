"""Who's who: the people, organisations, places, events, works and ideas in the news.

Knows nothing of stories.
"""
