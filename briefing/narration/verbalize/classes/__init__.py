"""The semiotic classes, one module each: `read(slot)` gives a reading, or None where the class does not fit."""
