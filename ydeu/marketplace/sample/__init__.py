"""The demonstration: fictitious enterprises, their offers and demands, and people to try the site with.

The texts are the JSON files beside this one, written for this project; ``manage.py load_demo`` loads them.
"""
