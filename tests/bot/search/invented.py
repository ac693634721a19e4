"""A conversation made up for the tests, and questions by people who half remember it."""

from bot.transcripts.model import Details, Speaker, Transcript, Turn

_SPEAKERS = (
    Speaker("Mira", "Mira Valdez", role="host"),
    Speaker("Tomas", "Tomas Okafor", aliases=("the keeper",), role="guest"),
)

_SAID = [
    ("Mira", "Welcome back to the Lantern Room. My guest today has restored nineteen lighthouses "
     "along this coast, most of them with his own hands and a borrowed ladder."),
    ("Tomas", "Twenty, if you count the one that fell into the sea the week after we painted it."),
    ("Mira", "Let's start at the beginning. How does a baker end up climbing lighthouses?"),
    ("Tomas", "My oven broke in the winter of 1987, and the only man in town who understood brass "
     "fittings was the old keeper. He repaired my oven and I carried his lamp oil for a year."),
    ("Mira", "So you paid for an oven with your knees."),
    ("Tomas", "With my knees and two hundred and twelve loaves of rye bread. He kept a list."),
    ("Mira", "For people who have never seen one up close, what is a Fresnel lens?"),
    ("Tomas", "Imagine a beehive made of glass. Every prism bends a little of the light toward the "
     "horizon, so a flame no bigger than your thumb can be seen from eighteen miles away."),
    ("Tomas", "The mathematics is beautiful, but what nobody tells you is that it has to be "
     "cleaned with vinegar and a feather. Anything harder leaves scratches that ships can see."),
    ("Mira", "You once said that rust is the only honest inspector. What did you mean by that?"),
    ("Tomas", "People lie on forms. Rust never does. If you skip a bolt in spring, the bolt tells "
     "everyone in autumn, and it tells them loudly."),
    ("Mira", "There was a storm in your second year that nearly ended all of this."),
    ("Tomas", "The wind took the gallery railing at three in the morning. I tied myself to the "
     "staircase with a bread apron and sang until the coast guard arrived."),
    ("Mira", "What does one sing in that situation?"),
    ("Tomas", "Everything. Hymns, advertisements for soap, the national anthem of a country that "
     "no longer exists. The point is to hear your own voice and not the wind."),
    ("Mira", "Ships have satellites now. Do they still need you?"),
    ("Tomas", "A satellite tells a captain where he is. A lighthouse tells him that somebody is "
     "awake. Those are two different kinds of navigation."),
    ("Mira", "You have started to put sensors into the towers. Is that a betrayal?"),
    ("Tomas", "Not at all. We hid a humidity sensor in every wall, forty-eight per tower, and in "
     "one month the machine learning model found a leak that I had missed for eleven years."),
    ("Tomas", "It runs on a Raspberry Pi and an old GPU that my nephew used for games. The whole "
     "thing costs less than a bucket of the good paint."),
    ("Mira", "I would like to talk about money, because restoration is not cheap."),
    ("Tomas", "One tower costs around three million in ten years. Half of that is scaffolding. If "
     "you want to get rich from old buildings, own the scaffolding."),
    ("Mira", "And who pays for it?"),
    ("Tomas", "Bake sales, at first. Then a whisky company called us, because their label shows "
     "our tower and the tower on the label looked better than the one on the cliff."),
    ("Mira", "What do you tell the volunteers on their first day?"),
    ("Tomas", "Three things. Never step backwards to admire your work. Wear the ugly helmet. And "
     "if a seagull looks at your sandwich, it is no longer your sandwich."),
    ("Mira", "My producer would like to know whether you believe in ghosts."),
    ("Tomas", "I believe in loose shutters. In thirty years every ghost I met turned out to be a "
     "hinge, but I still say good evening when I go up, because it costs nothing."),
    ("Mira", "You are teaching apprentices now. Are young people patient enough for this?"),
    ("Tomas", "They are more patient than I was. They grew up waiting for downloads. Give a "
     "teenager a square metre of corroded iron and headphones, and you get a mirror back."),
    ("Mira", "What would you still like to build?"),
    ("Tomas", "A tower that is also a bakery. Ships would find the harbour by smell. My wife calls "
     "it the only navigation system that works with your eyes closed."),
    ("Mira", "Have you ever been afraid of the height?"),
    ("Tomas", "Every single day. Fear is a railing too, you only must not lean on it."),
    ("Mira", "Thank you for climbing down to talk to us. Next week we visit a woman who tunes "
     "church bells with a cheese grater."),
]  # fmt: skip

CONVERSATION = Transcript(
    Details(id="lantern-room", title="The Lantern Room", speakers=_SPEAKERS),
    tuple(Turn("lantern-room", number, *said) for number, said in enumerate(_SAID)),
)

# Kind of slip, what is asked, the turn that is meant.
QUESTIONS = [
    ("exact", "rust never does", 10),
    ("exact", "a flame no bigger than your thumb can be seen from eighteen miles away", 7),
    ("exact", "Fear is a railing too, you only must not lean on it.", 33),
    ("exact", "own the scaffolding", 21),
    ("exact", "How does a baker end up climbing lighthouses?", 2),
    ("keyboard", "humidiyy sensor in evety wall", 18),
    ("keyboard", "naitonal anthem of a coumtry", 14),
    ("keyboard", "two different kinds of navigstion", 16),
    ("transposed", "brass fittigns and the old keeepr", 3),
    ("transposed", "scartches that shisp can see", 8),
    ("transposed", "ahd a bread arpon on the staircsae", 12),
    ("dropped letter", "a beehve made of glas", 7),
    ("dropped letter", "the wisky compny and the label", 23),
    ("dropped letter", "a womn who tuns church bels", 34),
    ("doubled letter", "lloose shuttters and ghhosts", 27),
    ("doubled letter", "tthe honnest inspecttor", 9),
    ("doubled letter", "coorroded iron and headphonees", 29),
    ("dropped words", "satellite captain where, lighthouse somebody awake", 16),
    ("dropped words", "seagull looks sandwich no longer", 25),
    ("dropped words", "wind took railing three morning", 12),
    ("dropped words", "only navigation works eyes closed", 31),
    ("swapped words", "the oven repaired he my", 3),
    ("swapped words", "in autumn tells everyone the bolt", 10),
    ("swapped words", "backwards never step work your admire to", 25),
    ("swapped words", "downloads for waiting up grew they", 29),
    ("inflection", "singing until the coast guards arrive", 12),
    ("inflection", "bending the lights towards the horizon", 7),
    ("inflection", "cleaning it with feathers and vinegar", 8),
    ("inflection", "lying on a form", 10),
    ("joined", "humiditysensor in everywall", 18),
    ("joined", "breadapron", 12),
    ("joined", "church bells with a cheesegrater", 34),
    ("split", "light houses along this coast", 0),
    ("split", "head phones and corroded iron", 29),
    ("split", "a bee hive of glass", 7),
    ("numbers", "212 loaves of rye bread", 5),
    ("numbers", "48 sensors per tower", 18),
    ("numbers", "3 million in 10 years", 21),
    ("numbers", "winter of nineteen eighty seven", 3),
    ("numbers", "missed for 11 years", 18),
    ("numbers", "seen from 18 miles", 7),
    ("spelled out", "an old gee pee you my nephew used", 19),
    ("spelled out", "old g p u for games", 19),
    ("sound", "a frenel lenz", 6),
    ("sound", "skaffolding is half of it", 21),
    ("sound", "the galery raling", 12),
    ("sound", "ships found the harber by smel", 31),
    ("wrong word", "a flame no larger than your finger seen from miles away", 7),
    ("wrong word", "every ghost I saw turned out to be a door", 27),
    ("wrong word", "if you skip a screw in spring it tells everyone in autumn", 10),
    ("wrong word", "ships would find the port by smell", 31),
    ("fragments", "carried his lamp oil, understood brass fittings", 3),
    ("fragments", "wear the ugly helmet ... never step backwards", 25),
    ("fragments", "advertisements for soap and hear your own voice", 14),
    ("speaker", "what did Mira ask about ghosts", 26),
    ("speaker", "what did the host ask about satellites", 15),
    ("speaker", "Tomas on ghosts and hinges", 27),
    ("speaker", "what does the keeper say about sensors", 18),
    ("speaker", "Mira Valdez on money", 20),
    ("wrapped", "who was it that said rust never lies", 10),
    ("wrapped", "can you find the bit where he talks about the whisky label?", 23),
    ("wrapped", "do you remember what he told volunteers on their first day", 24),
    ("wrapped", "where is that quote about a tower that is also a bakery", 31),
    ("chat", "hey bot!! 😂 the one with the SEAGULL and the SANDWICH pls lol", 25),
    ("chat", "<@U02AB3KQ> yo, Raspberry Pi and the good paint? https://example.com/x thx", 19),
    ("chat", "good morning :wave: forty-eight sensors `per tower` cc @hr-team", 18),
    ("quoted", '"somebody is awake"', 16),
    ("quoted", 'he said "loose shutters" somewhere', 27),
]

# What nobody in the conversation speaks of.
UNANSWERABLE = [
    "best recipe for chocolate cake",
    "who won the football match last night",
    "quantum chromodynamics on the lattice",
    "the stock market crash of that bank",
    "how to train a transformer on eight graphics cards",
    "my dog ate the homework again",
    "elections in the senate this summer",
    "guitar solos of the seventies",
    "vaccines and the immune system",
    "hello everyone, how are you",
    "lol",
    "jazz drummers in new york",
]
