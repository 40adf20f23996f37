"""The decisions of people on suggested pairs, and what the pages show for them."""
