"""The weights of the scope evidence follow the posts, and without posts the beliefs."""

from models.datafiles import read_toml
from training.corpus import Post
from training.fit_scope import count_of, cross_fitted, fit

BELIEFS = read_toml("priors/scope_beliefs.toml")["weights"]
MANY = 400


def weights(labels, count=1.0, negatives=()):
    posts = [{"bias": 1.0, "pronoun": 1.0} if label else {"bias": 1.0} for label in labels]
    return fit(posts, labels, [count] * len(posts), negatives)


def test_without_posts_the_beliefs_stand():
    assert fit([], [], []) == {name: float(value) for name, value in BELIEFS.items()}


def test_evidence_of_posts_in_scope_is_weighed_up_and_the_more_the_posts_count():
    labels = [True, False] * MANY
    once, thrice = weights(labels), weights(labels, count=3.0)
    assert BELIEFS["pronoun"] < once["pronoun"] < thrice["pronoun"]


def test_evidence_that_comments_have_too_is_weighed_down():
    labels = [True, False] * MANY
    assert weights(labels, negatives=[{"bias": 1.0, "pronoun": 1.0}] * MANY)["pronoun"] < weights(labels)["pronoun"]


def test_evidence_seen_in_few_posts_is_left_out():
    posts = [{"bias": 1.0, "unheard": 1.0}] * 3 + [{"bias": 1.0}] * MANY
    assert "unheard" not in fit(posts, [True] * len(posts), [1.0] * len(posts))


def test_a_lawful_green_counts_for_more_than_another_green_and_than_a_lawful_red():
    lawful, private, red = (
        Post(str(i), level, "", (), fields={"kind": kind})
        for i, (level, kind) in enumerate([("green", "lawful_speech"), ("green", "private"), ("red", "lawful_speech")])
    )
    assert count_of(lawful) > count_of(private) == count_of(red) == 1


def test_a_post_is_judged_by_weights_fitted_without_its_batch():
    levels = ["red", "green"]
    corpus = [Post(str(i), level, "", (), fields={"batch": level}) for level in levels for i in range(MANY)]
    scopes = cross_fitted(corpus, [[{"pronoun": 1.0}]] * len(corpus))
    # The same words: fitted on the greens alone they say nobody, on the reds alone somebody.
    assert len(scopes) == len(corpus)
    assert scopes[0].probability < 0.5 < scopes[-1].probability
