"""The doctor: looks at how the paper is run, and says what is wrong and what to do.

It changes nothing, waits for nothing without end, and needs nothing that may be broken.
"""
