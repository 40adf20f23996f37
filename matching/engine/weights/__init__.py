"""The statistics of a market, and the weights of queries and documents."""
