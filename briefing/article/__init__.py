"""What came in: read an article from anywhere, and clean it."""
