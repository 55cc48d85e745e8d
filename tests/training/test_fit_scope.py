"""The weights of the scope evidence follow the posts, and without posts the beliefs."""

from models.datafiles import read_toml
from training.corpus import Post
from training.fit_scope import Sample, cross_fitted, fit, ordinary_text, sample_of

BELIEFS = read_toml("priors/scope_beliefs.toml")["weights"]
SPOKEN_OF = {"bias": 1.0, "pronoun": 1.0}
MANY = 400


def half_spoken_of(count=1.0):
    return [Sample(SPOKEN_OF, True, count), Sample({"bias": 1.0}, False, count)] * MANY


def test_without_posts_the_beliefs_stand():
    assert fit([]) == {name: float(value) for name, value in BELIEFS.items()}


def test_evidence_of_posts_in_scope_is_weighed_up_and_the_more_the_posts_count():
    once, thrice = fit(half_spoken_of()), fit(half_spoken_of(count=3.0))
    assert BELIEFS["pronoun"] < once["pronoun"] < thrice["pronoun"]


def test_evidence_that_ordinary_text_has_too_is_weighed_down():
    ordinary = [Sample(SPOKEN_OF, False, 1.0)] * MANY
    assert fit(half_spoken_of() + ordinary)["pronoun"] < fit(half_spoken_of())["pronoun"]


def test_evidence_seen_in_few_posts_is_left_out():
    assert "unheard" not in fit([*half_spoken_of(), *[Sample({"bias": 1.0, "unheard": 1.0}, True, 1.0)] * 3])


def test_a_lawful_green_counts_for_more_than_another_green_and_than_a_lawful_red():
    lawful, private, red = (
        sample_of(Post(str(i), level, "", (), fields={"kind": kind}), [])
        for i, (level, kind) in enumerate([("green", "lawful_speech"), ("green", "private"), ("red", "lawful_speech")])
    )
    assert lawful.weight > private.weight == red.weight == 1
    assert [lawful.inside, private.inside, red.inside] == [False, False, True]


def test_ordinary_text_is_the_train_parts_of_comments_and_sentences(tmp_path):
    for name, text in (
        ("social/dkhate.tsv", "id\tsplit\ttext\n1\ttrain\thej\n2\ttest\tfarvel\n"),
        ("ner/da_ddt-train.iob2", "".join(f"# text = Hun går{i}\n1\tHun\tO\n2\tgår{i}\tO\n\n" for i in range(4))),
    ):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    samples = ordinary_text(tmp_path)
    # Four sentences, three together and the rest of them alone again, which is one of the four; one comment.
    assert len(samples) == 6
    assert not any(sample.inside for sample in samples)


def test_a_post_is_judged_by_weights_fitted_without_its_batch():
    levels = ["red", "green"]
    corpus = [Post(str(i), level, "", (), fields={"batch": level}) for level in levels for i in range(MANY)]
    told = [{"pronoun": 1.0}]
    scopes = cross_fitted(corpus, [told] * len(corpus), [sample_of(post, told) for post in corpus])
    # The same words: fitted on the greens alone they say nobody, on the reds alone somebody.
    assert len(scopes) == len(corpus)
    assert scopes[0].probability < 0.5 < scopes[-1].probability
