"""Links and user names in running text: "https://dr.dk/nyt", "bit.ly/3xYz", "@jakob_sf"."""

import re

LINK = re.compile(
    r"(?:https?://|\bwww\.)\S+|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:dk|com|org|net|eu|nu|se|no|de|uk|ly|be|me|co|io)/\S*",
    re.IGNORECASE,
)
USER_NAME = re.compile(r"(?<!\w)@\w(?:[\w.]*\w)?")
