"""What we say: sentences, headline, quotes, figures, and the script made of them."""
