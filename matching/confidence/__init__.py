"""How sure the site is of a pair: bands, their floors, and what decisions teach."""
