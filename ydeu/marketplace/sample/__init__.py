"""The sample: fictitious enterprises, their offers and demands, and people to try the site with.

The JSON files in this folder were written for this project. ``manage.py load_demo`` loads them.
"""
