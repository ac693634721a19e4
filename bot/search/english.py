"""What English puts around a quote: words that carry no content, greetings, ways of asking.

Data only; all words are normalised as `bot.search.text` does. Other languages work without:
their commonest words weigh little because the library says them all the time.
"""

STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are arent as at be because been
    before being below between both but by can cannot cant could couldnt did didnt do does doesnt
    doing dont down during each few for from further had hadnt has hasnt have havent having he hed
    hell her here heres hers herself hes him himself his how hows i id if ill im in into is isnt
    it itd its itself ive just let lets may me might more most much must my myself no nor not now
    of off on once only or other our ours ourselves out over own same shall shant she shed shes
    should shouldnt so some such than that thats the their theirs them themselves then there
    theres these they theyd theyll theyre theyve this those through to too under until up upon us
    very was wasnt we wed were werent weve what whats when whens where wheres which while who whom
    whos why whys will with wont would wouldnt you youd youll your youre yours yourself yourselves
    youve

    abt b4 bc cuz gonna gotta idk ikr imo kinda n ngl r smth sorta tbh tho u ur w wanna
    """.split()
)

# Said to a bot or a channel around what is to be found, not to be looked for there.
CHATTER = frozenset(
    """
    bruh cc cheers dude gimme guys haha hahaha hehe hello hey heya hi hiya howdy lmao lmfao lol omg
    pls plz please rofl sup thank thanks thankyou thx ty tysm xd yo
    """.split()
)
# The same beside words of the kind above; alone they may well be what is meant.
LISTENERS = frozenset("afternoon anyone bot everybody everyone folks friends morning team".split())
GREETINGS = (
    "good morning", "good afternoon", "good evening", "good night", "good day", "happy monday",
    "happy tuesday", "happy wednesday", "happy thursday", "happy friday", "happy weekend",
    "anyone here", "anybody here", "anyone there", "anybody there", "thank you",
    "whats up", "hows it going", "how are you",
)  # fmt: skip

# Words before the matter itself in "can you find the bit where they talk about ...".
OPENERS = frozenset(
    """
    a about again all an and any anybody anyone are ask asked asking asks bit can clip could did
    didnt discuss discussed discusses do does find for from get give guy had has have he help her
    him his how i im in interview is it know line looking me mention mentioned mentions moment my
    need of ok okay on one or part passage person phrase piece pls quote quotes recall remember
    said say saying says search section she show so some somebody someone something speaker spoke
    talk talked talking talks tell tells that the their them they thing things this to told us
    want was we what whats when whens where wheres which who whom whos why with would you your
    """.split()
)
# Verbs of saying: what stands before them in a question names who, not what.
SAYING = frozenset(
    """
    admiring admired argue argued argues ask asked asking asks claim claimed claims comment
    commented comments compare compared compares concerned describe described describes discuss
    discussed discusses explain explained explains feel feels felt mention mentioned mentions say
    said saying says speak speaks spoke talk talked talking talks tell telling tells think thinks
    thought told wonder wondered wonders
    """.split()
)
# Words after the matter itself in "where is the metaverse quote?"
CLOSERS = frozenset(
    """
    again bit clip exactly line moment one part passage phrase piece please quote quotes right
    section something stuff thing though
    """.split()
)
HOST_WORDS = frozenset({"host", "interviewer", "moderator"})
GUEST_WORDS = frozenset({"guest", "interviewee"})

# How letters sound when an acronym is spelled out; those of the second kind are words as well.
LETTER_NAMES = {
    "ay": "a", "bee": "b", "cee": "c", "dee": "d", "ee": "e", "eff": "f", "gee": "g", "aitch": "h",
    "haitch": "h", "jay": "j", "kay": "k", "ell": "l", "em": "m", "en": "n", "pee": "p", "cue": "q",
    "ess": "s", "tee": "t", "vee": "v", "ex": "x", "zee": "z", "zed": "z",
}  # fmt: skip
LETTER_WORDS = {
    "be": "b", "see": "c", "sea": "c", "eye": "i", "oh": "o", "owe": "o", "queue": "q", "are": "r",
    "tea": "t", "you": "u", "why": "y",
}  # fmt: skip
