"""The recording: one timeline, one master, one file."""
