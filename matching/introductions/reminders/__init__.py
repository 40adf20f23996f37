"""What the clock does when nobody acts.

Every module here follows one pattern: find the rows that are due, hold each in a transaction of its own, tell
the people concerned, record it. ``remind`` reminds once; ``let_rest`` puts to rest what no reminder moved.
"""
