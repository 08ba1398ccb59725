"""The running order: the only module that walks an article through all the desks."""
