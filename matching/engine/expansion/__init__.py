"""Query expansion: translations, and feedback from the best documents."""
