"""Sound on this machine: raw samples, and the one door to pydub and to ffmpeg."""
