"""Further terms of a query: translations, and feedback from its best documents."""
