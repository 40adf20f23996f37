"""Timed reminders for introductions.

Every module follows one pattern: find the rows that are due, claim each in a transaction of its own, tell the
people concerned, and record on the row or in the history that they were told. ``unanswered`` and
``standstill`` lock introductions (``for_each_locked``); ``steps`` and ``follow_ups`` claim their own rows.
``remind`` reminds once. ``let_rest`` puts an introduction to rest if the reminder did not help.
"""
