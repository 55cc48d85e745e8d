"""Links and user names in running text: "https://dr.dk/nyt", "bit.ly/3xYz", "@jakob_sf". The ends of domains are data (`link_endings.txt`)."""

import re

from models.datafiles import read_words

_ENDINGS = "|".join(read_words("gazetteers/link_endings.txt"))
LINK = re.compile(
    rf"(?:https?://|\bwww\.)\S+|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:{_ENDINGS})/\S*",
    re.IGNORECASE,
)
USER_NAME = re.compile(r"(?<!\w)@\w(?:[\w.]*\w)?")
