"""The union's own glossary: its entries, and spreadsheets of them."""
