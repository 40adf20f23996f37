"""`make demo` (`python -m deploy.laptop`): the whole site on a machine that has only Python."""
