"""The union's own glossary: its entries, and their import and export as spreadsheets."""
