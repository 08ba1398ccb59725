"""The running order: the only place that walks an article through all the desks."""
