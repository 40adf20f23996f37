"""Timed reminders for introductions.

Every module follows one pattern: find the rows that are due, lock each in a transaction of its own, tell the
people concerned, record it. ``remind`` reminds once. ``let_rest`` puts an introduction to rest if the
reminder did not help.
"""
