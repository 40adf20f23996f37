"""The bilingual dictionary: words of one language and their meanings in the other."""
