"""What a market teaches about its terms, and the weights of queries and documents."""
