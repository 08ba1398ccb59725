"""The process that espeak-ng lives in: one voice, one text after the other, each spoken from the same fresh state.

It runs as a program of its own, alone with ctypes: `python -I -S espeak_worker.py LIBRARY DATA VOICE RATE PITCH RANGE
GAP HOW`, and ends when its input does, so that it never outlives the program that started it.

    request    length of the text (uint32), flags (uint32), the text in UTF-8
    answer     state (uint8: 0 done, 1 failed), length of the body (uint32), body
    done       number of words (uint32), for each: position in the text in code points from 1, sample (2 x int32);
               then the samples, signed 16-bit. The first answer of all has no words, and the sample rate as its body
    failed     what went wrong, in UTF-8

espeak-ng carries the phase of its oscillators and noise from one text into the next, and nothing that it offers sets
them back. So each text is spoken by a fork that is thrown away (HOW is `fork`), or, where there is no fork, by a copy
of the library that is loaded anew (`reload`). Both give the same samples.
"""

from __future__ import annotations

import _ctypes
import ctypes
import os
import signal
import struct
import sys

REQUEST = struct.Struct("<II")
ANSWER = struct.Struct("<BI")
COUNT = struct.Struct("<I")
WORD = struct.Struct("<ii")
DONE, FAILED = 0, 1

_SYNCHRONOUS = 2
_DO_NOT_EXIT = 0x8000
_RATE, _PITCH, _RANGE, _GAP = 1, 3, 4, 7
_WORD_EVENT = 1
_SEED = 1
_UNLOAD = getattr(_ctypes, "dlclose" if hasattr(_ctypes, "dlclose") else "FreeLibrary")


class _Event(ctypes.Structure):
    _fields_ = (
        ("kind", ctypes.c_int),
        ("message", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position_ms", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("name", ctypes.c_char * 8),
    )


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class EspeakError(Exception):
    """espeak-ng cannot do what it was asked."""


class Engine:
    """espeak-ng with one voice set."""

    def __init__(self, library: str, data: str, voice: str, settings: list[int]) -> None:
        """Load the library, and the voice with its rate, pitch, range and gap."""
        self._made_of = (library, data, voice, settings)
        self._library = ctypes.CDLL(library)
        self._library.espeak_Synth.argtypes = (
            *(ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint),
            *(ctypes.c_void_p, ctypes.c_void_p),
        )
        self._callback = _CALLBACK(self._hear)
        self._sound: list[bytes] = []
        self._words: list[tuple[int, int]] = []
        self.sample_rate = self._library.espeak_Initialize(_SYNCHRONOUS, 0, os.fsencode(data), _DO_NOT_EXIT)
        if self.sample_rate <= 0:
            message = f"espeak-ng does not start with its data in {data}"
            raise EspeakError(message)
        self._library.espeak_SetSynthCallback(self._callback)
        if not self._set_voice(data, voice):
            message = f"espeak-ng has no voice {voice}"
            raise EspeakError(message)
        for parameter, value in zip((_RATE, _PITCH, _RANGE, _GAP), settings, strict=True):
            self._library.espeak_SetParameter(parameter, value, 0)

    def _set_voice(self, data: str, voice: str) -> bool:
        """Set a voice of espeak-ng's own by its name, or any by the path of its file."""
        folder, name = os.path.split(voice)
        if folder:
            os.chdir(folder)  # espeak-ng takes 60 bytes of a path and no + in it, so it is given the name alone
            return bool(self._library.espeak_ng_SetVoiceByFile(os.fsencode(name)) == 0)
        return _variant_exists(data, voice) and self._library.espeak_SetVoiceByName(voice.encode()) == 0

    def reloaded(self) -> Engine:
        """Return a fresh copy, after this one is unloaded."""
        self._library.espeak_Terminate()
        _UNLOAD(self._library._handle)  # noqa: SLF001 - ctypes has no other way to unload
        return Engine(*self._made_of)

    def say(self, text: bytes, flags: int) -> bytes:
        """Speak a text and return the body of an answer."""
        self._sound.clear()
        self._words.clear()
        self._library.espeak_ng_SetRandSeed(_SEED)
        if self._library.espeak_Synth(text, len(text) + 1, 0, 0, 0, flags, None, None) != 0:
            message = "espeak-ng refuses the text"
            raise EspeakError(message)
        words = b"".join(WORD.pack(position, sample) for position, sample in self._words)
        return COUNT.pack(len(self._words)) + words + b"".join(self._sound)

    def _hear(self, sound: ctypes._Pointer[ctypes.c_short], length: int, events: ctypes._Pointer[_Event]) -> int:
        if sound and length > 0:
            self._sound.append(ctypes.string_at(sound, 2 * length))
        number = 0
        while events[number].kind:
            if events[number].kind == _WORD_EVENT:
                self._words.append((events[number].text_position, events[number].sample))
            number += 1
        return 0


def _variant_exists(data: str, voice: str) -> bool:
    """Say whether the part behind the + is known; espeak-ng passes over one that is not."""
    variant = voice.partition("+")[2]
    return os.access(f"{data}/espeak-ng-data/voices/!v/{variant}", os.R_OK)


def answer(output: int, state: int, body: bytes) -> None:
    """Write one whole answer."""
    left = memoryview(ANSWER.pack(state, len(body)) + body)
    while left:
        left = left[os.write(output, left) :]


def say(engine: Engine, output: int, text: bytes, flags: int) -> None:
    """Speak a text and answer, whatever happens."""
    try:
        state, body = DONE, engine.say(text, flags)
    except EspeakError as failure:
        state, body = FAILED, str(failure).encode()
    answer(output, state, body)


def say_in_a_fork(engine: Engine, output: int, text: bytes, flags: int) -> Engine:
    """Speak in a copy of this process; its end, even by a crash, leaves the engine as it was."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            say(engine, output, text, flags)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if status:
        answer(output, FAILED, f"espeak-ng crashed ({os.waitstatus_to_exitcode(status)})".encode())
    return engine


def say_and_reload(engine: Engine, output: int, text: bytes, flags: int) -> Engine:
    """Speak, then load the library anew."""
    say(engine, output, text, flags)
    return engine.reloaded()


HOW = {"fork": say_in_a_fork, "reload": say_and_reload}


def main() -> None:
    """Answer requests until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that started this one
    library, data, voice, *settings, how = sys.argv[1:]
    output = os.dup(sys.stdout.fileno())
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # a library that prints spoils no answer
    requests = sys.stdin.buffer
    try:
        engine = Engine(library, data, voice, [int(setting) for setting in settings])
    except (EspeakError, OSError) as failure:
        answer(output, FAILED, str(failure).encode())
        return
    answer(output, DONE, COUNT.pack(engine.sample_rate))
    while len(head := requests.read(REQUEST.size)) == REQUEST.size:
        length, flags = REQUEST.unpack(head)
        engine = HOW[how](engine, output, requests.read(length), flags)


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        os._exit(0)  # nobody listens any more
