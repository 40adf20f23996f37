"""`make demo`, that is `python -m deploy.laptop`: the whole site on a machine that has only Python."""
