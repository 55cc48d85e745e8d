"""Texts and editors that the tests of the extension share. The texts are fictional."""

EDITORS = ("textarea", "comment", "lexical", "quill", "draft", "prosemirror")
# Red with a direct identifier, the one kind that is held in every mode.
RED = "I nat mistede vi en patient på 87 år på M5. Hendes cpr-nummer er 070539-1234."
OTHER_RED = "Patienten på stue 4 har cpr 010203-4321."
YELLOW = "I går sad jeg hos en gammel dame med demens"
GREEN = "Tre i aftenvagt til 24 patienter. Det er ikke i orden."
