"""How it is said: written form to spoken form, marks, phonemes, voices."""
