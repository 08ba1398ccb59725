"""The studio: a page of this machine on which an editor checks and corrects briefings before they are heard.

`desk` holds the articles and what is decided of them, `draft` shows one as it would be told, `listening` speaks its
sentences, `pages` lays all of that out, `app` answers a browser, `gate` lets nobody else in.
"""
