"""What listeners and readers get: each form is a publisher plug-in."""
