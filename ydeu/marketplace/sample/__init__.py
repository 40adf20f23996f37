"""The sample: fictitious enterprises, their offers and demands, and accounts to try the site.

The JSON files in this folder were written for this project. ``manage.py load_demo`` loads them.
"""
