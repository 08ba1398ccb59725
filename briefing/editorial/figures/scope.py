"""Which poll each place of an article reports: polls open where they are mentioned, another source closes them.

A sentence reports a poll where it mentions one, or where it goes on with answers: shares of people who were asked, who
say or want. A vote's result, another speaker, what happens "on the ground" and a rate that no one was asked about close
it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import ARTICLE
from briefing.editorial.figures.kinds import has, means_to_vote
from briefing.editorial.figures.mentions import Mention, institutions, may_tell, mentions, places, tells
from briefing.editorial.figures.pieces import pieces
from briefing.editorial.marks import MARKS
from briefing.editorial.tokens import tokens
from briefing.editorial.wordlists import members, pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.editorial.figures.named import Named
    from briefing.editorial.figures.pieces import Piece
    from briefing.editorial.tokens import Token
    from briefing.model import Article, Span

# Behind a poll without a name, its maker is told one to three sentences later; farther on, another poll is spoken of.
_REACH_SENTENCES = 3
# A sentence without an answer may stand between two that have one; after two, the article has gone on.
_LONGEST_SILENCE = 2
# No article tells of so many at once; what goes further back is another.
_MOST_POLLS = 20
_BEFORE_COMPARED = 4


@dataclass(eq=False, slots=True)
class Asked:
    """One poll of the article: who is behind it, and whether it is certain that people were asked at all.

    `number` is that which the article gives it ("a second poll"), 0 where it gives none; `whom` holds the folded words
    for the people that its shares are of.
    """

    who: dict[str, Named] = field(default_factory=dict)
    certain: bool = True
    several: bool = False
    experts: bool = False
    at_exit: bool = False
    in_headline: bool = False
    answered: bool = False
    number: int = 0
    whom: set[str] = field(default_factory=set)
    sentences: list[Span] = field(default_factory=list)

    @property
    def maker(self) -> Named | None:
        """Return who asked, None where the article does not say."""
        return self.who.get("maker")

    @property
    def called(self) -> str | None:
        """Return the maker's name; polls in general have none, they are called what the article calls them."""
        named = self.maker or (self.who.get("called") if self.several else None)
        return named.text if named else None


@dataclass(frozen=True, slots=True)
class Talk:
    """A sentence with the polls that it mentions."""

    span: Span
    tokens: tuple[Token, ...]
    pieces: tuple[Piece, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """From a token of a sentence on, what is reported is the answer to one poll, or to none."""

    first: int
    asked: Asked | None


def talk(article: Article, span: Span) -> Talk:
    """Read one sentence for what it says of polls."""
    cut = tokens(article.at(span))
    return Talk(span, cut, pieces(cut), tuple(mentions(article, span)))


def talks(article: Article, spans: Sequence[Span]) -> list[Talk]:
    """Read the sentences of an article; where no word in it is of polls, none of them is looked at twice."""
    if may_tell("\n".join(article.paragraphs)):
        return [talk(article, span) for span in spans]
    return [Talk(span, tokens(article.at(span)), (), ()) for span in spans]


def stretches(article: Article, talks: Sequence[Talk]) -> list[tuple[Stretch, ...]]:
    """Return for each sentence the polls that it reports, each from the token where its answers begin.

    The first of `talks` is the headline: the poll that it speaks of is that of the article's first sentences.
    """
    if not any(talk.pieces for talk in talks):
        # Most articles: the patterns of polls take a third of a second to compile.
        return [()] * len(talks)
    reader = _Reader(article, talks)
    found = [reader.read(at) for at in range(len(talks))]
    for talk, told in zip(talks, found, strict=True):
        for stretch in told:
            if stretch.asked is not None and stretch.asked.sentences[-1:] != [talk.span]:
                stretch.asked.sentences.append(talk.span)
    return [tuple(one for one in told if one.asked is None or one.asked.certain) for told in found]


class _Reader:
    """What is known of the article's polls as it is read from top to bottom."""

    def __init__(self, article: Article, talks: Sequence[Talk]) -> None:
        self._article, self._talks = article, talks
        self._polls: list[Asked] = []
        self._current: Asked | None = None
        self._alive = False
        self._told_at = 0
        self._carried: Asked | None = None
        self._fullest: dict[str, Named] = {}
        self._asks = self._answers = self._shares = False

    def read(self, at: int) -> tuple[Stretch, ...]:
        """Return the stretches of the next sentence."""
        talk = self._talks[at]
        for head, named in institutions(self._article, talk.span, talk.pieces):
            self._fullest[head] = max(self._fullest.get(head, named), named, key=lambda one: len(one.text))
        before = self._goes_on(at)
        tags = {piece.tag for piece in talk.pieces}
        self._shares = "share" in tags
        self._answers = any(mention.again for mention in talk.mentions) and tells(talk.pieces, "answer")
        self._asks = any(not mention.sure for mention in talk.mentions) and _tells_of_asking(talk)
        found: list[Stretch] = []
        came_about = list(_came_about(talk))
        experts = not {"expert", "forecast"}.isdisjoint(tags) or (bool(talk.mentions) and _tells_of_a_forecast(talk))
        for mention in talk.mentions:
            told = came_about and mention.noun == "study" and mention.token >= came_about[0]
            asked = None if told else self._resolved(mention, at)
            if asked is None:
                continue
            asked.experts |= experts
            asked.at_exit |= "exit" in tags
            found.append(Stretch(mention.token if found else self._opening(talk, mention), asked))
            if not asked.several or self._current is None or self._current.several:
                self._current = asked
            self._alive, self._told_at = True, at
        if came_about:
            self._alive = False
        elif not found:
            self._alive = self._alive and (before or not self._closed(at))
        goes_on = [Stretch(0, self._carried)] if before and self._carried else []
        self._note_answers(talk, (stretch.asked for stretch in (*goes_on, *found)))
        carried = [] if found and found[0].first == 0 else goes_on
        asides = [Stretch(place, None) for place in (*places(talk.pieces, "aside"), *came_about)]
        return tuple(sorted([*carried, *found, *asides], key=lambda stretch: stretch.first))

    def _note_answers(self, talk: Talk, polls: Iterable[Asked | None]) -> None:
        """Note that the polls of a sentence have answered, and whom they asked."""
        whom = _whom(talk) if self._shares else frozenset()
        for asked in set(filter(None, polls)):
            asked.answered |= self._shares
            asked.whom |= whom

    def _opening(self, talk: Talk, mention: Mention) -> int:
        """Return where a sentence begins to report the poll that it mentions: at its last clause with "and" before it.

        "He won 55 percent, and polls had given him 60": the first is no answer.
        """
        opposed = [piece.token for piece in talk.pieces if piece.tag == "contrast" and piece.token < mention.token]
        if opposed and mention.token - opposed[-1] <= _BEFORE_COMPARED:
            return mention.token
        forecast = next((piece.token for piece in talk.pieces if piece.tag == "forecast"), mention.token)
        if forecast < mention.token:
            # "It grew by 2 percent, above the forecasts of a poll": what came about is no answer.
            return forecast
        tags = [piece.tag for piece in talk.pieces]
        joints = [
            piece.token
            for before, piece in zip(tags, talk.pieces[1:], strict=False)
            if piece.tag == "w" and before == "comma" and piece.token < mention.token
        ]
        joints += [at for at in _while(talk) if at < mention.token]
        return max(joints, default=0)

    def _goes_on(self, at: int) -> bool:
        """Say whether a sentence goes on with the answers of the poll that was spoken of last."""
        talk, current = self._talks[at], self._current
        self._carried = current
        if current is None:
            return False
        if any(piece.tag == "people" for piece in talk.pieces):
            current.certain = True
            self._alive, self._told_at = True, at
            return True
        if self._is_vote(talk) or tells(talk.pieces, "fact") or not (self._alive or self._answers_again(at)):
            return False
        if tells(talk.pieces, "close"):
            return False
        if tells(talk.pieces, "answer") or has(talk.tokens, "opinion"):
            self._told_at = at
            return True
        return not current.several and self._stands(talk)

    def _answers_again(self, at: int) -> bool:
        """Say whether a sentence behind another voice goes back to the people who were asked: "62% of economists"."""
        current = self._current
        if current is None or current.several or at - self._told_at > _REACH_SENTENCES:
            return False
        talk = self._talks[at]
        if not tells(talk.pieces, "answer") or current.whom.isdisjoint(_whom(talk)):
            return False
        self._alive = True
        return True

    def _closed(self, at: int) -> bool:
        talk = self._talks[at]
        silent = at - self._told_at > _LONGEST_SILENCE or (self._current is not None and self._current.several)
        return silent or self._is_vote(talk) or tells(talk.pieces, "close")

    def _is_vote(self, talk: Talk) -> bool:
        """Say whether a sentence tells of a vote that is not the one whose voters were asked at the exit."""
        exit_poll = self._current is not None and self._current.at_exit
        return has(talk.tokens, "turnout") or (has(talk.tokens, "vote") and not exit_poll)

    def _stands(self, talk: Talk) -> bool:
        """Say whether a sentence goes on with who got how much; what a year brought is no answer."""
        rates = has(talk.tokens, "election") or has(talk.tokens, "rate")
        return not rates and any(has(talk.tokens, context) for context in ("standing", "margin", "sample"))

    def _resolved(self, mention: Mention, at: int) -> Asked | None:
        """Return the poll that a mention is of, a new one where it is none of those before."""
        asked: Asked | None
        if mention.plural:
            asked = self._plural(at)
        elif mention.number:
            asked = self._numbered(mention, at)
        elif mention.maker is not None:
            asked = self._made(mention, at)
        elif not mention.sure:
            asked = self._study(mention, at)
        else:
            asked = self._unnamed(mention, at)
        if asked is not None:
            asked.certain |= mention.sure or (self._asks and mention.maker is not None)
            for role, named in mention.who.items():
                asked.who.setdefault(role, named)
            _call(asked, mention)
        return asked

    def _plural(self, at: int) -> Asked:
        current = self._current
        if current is not None and (current.several or (not current.certain and self._is_near(at))):
            current.certain = True
            return current
        return self._open(at, several=True)

    def _numbered(self, mention: Mention, at: int) -> Asked | None:
        """Return the poll that an article counts: "a second poll" opens it, "the second poll" is the second of all."""
        polls = [poll for poll in self._polls if not poll.several]
        several = self._current is not None and self._current.several
        counted = several or len(polls) > 1 or any(poll.number for poll in polls)
        if not mention.noun and not counted:
            # "The second": a poll only where the article has told of as many.
            return None
        asked = next((poll for poll in polls if poll.number == mention.number), None)
        if asked is None and mention.definite:
            asked = next((poll for poll in polls[mention.number - 1 : mention.number] if not poll.number), None)
        if asked is None:
            asked = self._open(at, certain=mention.sure)
        asked.number = mention.number
        if mention.maker is not None:
            mention.who["maker"] = maker = self._full(mention.who["maker"])
            if asked.maker is not None and not _is_same(asked, maker):
                return self._made(mention, at)
        return asked

    def _made(self, mention: Mention, at: int) -> Asked | None:
        mention.who["maker"] = maker = self._full(mention.who["maker"])
        current, several = self._current, mention.noun == "polls"
        if not mention.other:
            for poll in reversed(self._polls[-_MOST_POLLS:]):
                if poll.maker is not None and poll.several == several and _is_same(poll, maker):
                    return poll
        if mention.again and not self._is_of_pollster(mention, at):
            return None
        points_back = mention.definite or not mention.noun or (current is not None and current.in_headline)
        if current is not None and current.maker is None and current.several == several and points_back:
            return current
        return self._open(at, certain=mention.sure, several=several)

    def _is_of_pollster(self, mention: Mention, at: int) -> bool:
        """Say whether a name alone is a pollster's: in an article of polls, with an answer in its sentence."""
        talk = self._talks[at]
        known = any(poll.certain for poll in self._polls)
        return known and self._answers and not mention.only_known and not self._is_vote(talk)

    def _study(self, mention: Mention, at: int) -> Asked | None:
        current = self._current
        if current is not None and (self._alive or mention.definite):
            return current if mention.definite or mention.same else None
        return self._open(at, certain=False)

    def _unnamed(self, mention: Mention, at: int) -> Asked:
        current = self._current
        if current is None or mention.other:
            return self._open(at)
        # The same poll may be told again without its name; one that answers anew where another has answered is none.
        anew = current.answered and self._shares and not mention.definite
        unclear = (current.maker is None and not anew) or (not current.certain and self._is_near(at))
        known = (mention.definite or mention.same or unclear or current.in_headline) and not current.several
        return current if known or self._is_compared(mention, at) else self._open(at)

    def _is_compared(self, mention: Mention, at: int) -> bool:
        """Say whether a poll is an earlier round that the current one is compared with."""
        before = self._talks[at].tokens[max(0, mention.token - _BEFORE_COMPARED) : mention.token]
        return any(token.folded in members("comparisons") for token in before)

    def _is_near(self, at: int) -> bool:
        return at - self._told_at <= _REACH_SENTENCES

    def _open(self, at: int, *, certain: bool = True, several: bool = False) -> Asked:
        asked = Asked(certain=certain, several=several, in_headline=at == 0)
        self._polls.append(asked)
        return asked

    def _full(self, maker: Named) -> Named:
        """Return the full name of "the committee": the longest that opens with its noun, told up to here."""
        folded = fold(maker.text)
        if " " in folded or not folded.startswith(ARTICLE):
            return maker
        return self._fullest.get(folded[len(ARTICLE) :], maker)


def _call(asked: Asked, mention: Mention) -> None:
    """Call polls in general by the fullest words that the article has for them."""
    called = mention.who.get("called")
    if called is not None and len(called.text) > len(asked.who["called"].text):
        asked.who["called"] = called


def _whom(talk: Talk) -> set[str]:
    """Return whom the shares of a sentence are of, folded: the word behind "percent of"."""
    triples = zip(talk.pieces, talk.pieces[1:], talk.pieces[2:], strict=False)
    return {whom.folded for share, of, whom in triples if (share.tag, of.tag) == ("share", "from")}


def _came_about(talk: Talk) -> Iterator[int]:
    """Yield where a sentence goes back from what was forecast to what came about: ", and the index rose by".

    Only where the forecast is what the sentence compares with: it stands before the poll.
    """
    mention = next((mention.token for mention in talk.mentions if mention.noun == "poll"), None)
    if mention is None or not any(piece.tag == "forecast" and piece.token < mention for piece in talk.pieces):
        return
    triples = zip(talk.pieces, talk.pieces[1:], talk.pieces[2:], strict=False)
    for comma, joint, moved in triples:
        if comma.token > mention and (comma.tag, joint.tag) == ("comma", "w") and moved.folded in _movements():
            yield joint.token


def _while(talk: Talk) -> list[int]:
    """Return the tokens behind a comma that set something against a turnout: "43 percent voted, while polls"."""
    if not has(talk.tokens, "turnout"):
        return []
    commas = {piece.token for piece in talk.pieces if piece.tag == "comma"}
    contrasts = [at for at in range(len(talk.tokens)) if has(talk.tokens[at : at + 1], "while")]
    return [at for at in contrasts if commas & {at - 1, at - 2}]


def _tells_of_a_forecast(talk: Talk) -> bool:
    """Say whether a sentence forecasts a rate, as experts do; who will win an election anybody may be asked."""
    return has(talk.tokens, "forecast") and has(talk.tokens, "rate") and not has(talk.tokens, "standing")


def _movements() -> dict[str, str]:
    return pairs("directions", "direction")


def _tells_of_asking(talk: Talk) -> bool:
    """Say whether a sentence tells that people were asked: how many, or what they think."""
    if means_to_vote(talk.tokens) or has(talk.tokens, "sample"):
        return True
    return tells(talk.pieces, "answer") and has(talk.tokens, "opinion")


def _is_same(asked: Asked, maker: Named) -> bool:
    """Say whether a name is that of a poll's maker, or of maker and partner: the words of one stand in the other."""
    both = {word for role in ("maker", "partner") if role in asked.who for word in _words(asked.who[role])}
    one, other = set(_words(asked.who["maker"])), set(_words(maker))
    if _is_nickname(asked.who["maker"].text, maker.text):
        return True
    return bool(one and other) and (one <= other or other <= both)


def _is_nickname(one: str, other: str) -> bool:
    """Say whether two names have one head, described in one, in marks in the other: the authority, authority "X"."""
    heads = {fold(name.split(maxsplit=1)[0]) for name in (one, other)}
    described = [name for name in (one, other) if name.startswith(ARTICLE)]
    marked = [name for name in (one, other) if any(mark in name for mark in MARKS)]
    return len({head.removeprefix(ARTICLE) for head in heads}) == 1 and len(described) == len(marked) == 1


def _words(named: Named) -> list[str]:
    return [token.folded for token in tokens(named.text) if token.is_word]
