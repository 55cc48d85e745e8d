"""How much of the test split can be known from train: `python -m training.leakage`. In: the corpus, the base model. Out: three figures.

1. Opening trigrams of test posts that also open a train post. 2. For every test post the nearest train post by cosine of mean-pooled
embeddings, beside the same for validation, and how often the nearest neighbour's level is the right one (a guess by likeness).
3. How well naive Bayes over words tells train from test (AUROC, cross-fitted by author; 0.5 is not at all).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from training.baselines import bag_of_words
from training.corpus import Post, read_posts
from training.encoder.base_model import Base, load_base
from training.metrics import auroc, ratio

_BATCH = 32
_LONGEST = 256


def opening(post: Post) -> str:
    """The first three words, in lower case."""
    return " ".join(re.findall(r"\w+", post.text.lower())[:3])


def shared_openings(train: Sequence[Post], others: Sequence[Post]) -> float:
    """Share of `others` that open like a train post (0-1)."""
    known = {opening(post) for post in train}
    return sum(opening(post) in known for post in others) / len(others)


@torch.no_grad()
def embeddings(base: Base, posts: Sequence[Post]) -> NDArray[np.float32]:
    """Mean-pooled, normalised vectors, [posts, hidden]."""
    base.encoder.eval()
    order = sorted(range(len(posts)), key=lambda i: len(posts[i].text))
    found = np.zeros((len(posts), base.encoder.config.hidden_size), dtype=np.float32)
    for at in range(0, len(posts), _BATCH):
        group = order[at : at + _BATCH]
        encodings = [e.ids[:_LONGEST] for e in base.tokenizer.encode_batch([f"query: {posts[i].text}" for i in group])]
        longest = max(map(len, encodings))
        ids = torch.tensor([each + [1] * (longest - len(each)) for each in encodings])
        mask = torch.tensor([[1] * len(each) + [0] * (longest - len(each)) for each in encodings])
        states = base.encoder(input_ids=ids, attention_mask=mask).last_hidden_state * mask[..., None]
        pooled = states.sum(1) / mask.sum(1, keepdim=True)
        found[group] = torch.nn.functional.normalize(pooled, dim=-1).numpy()
    return found


def neighbours(
    base: Base, train: Sequence[Post], known: NDArray[np.float32], others: Sequence[Post]
) -> tuple[float, float]:
    """Median cosine of the nearest train post by the vectors `known` of `train`, and share of `others` whose level is that of this neighbour (0-1)."""
    likeness = embeddings(base, others) @ known.T
    nearest = likeness.argmax(1)
    same = sum(post.level == train[i].level for post, i in zip(others, nearest, strict=True))
    return float(np.median(likeness.max(1))), same / len(others)


def told_apart(train: Sequence[Post], test: Sequence[Post]) -> float | None:
    """AUROC of a bag of words that guesses the split, cross-fitted by author."""
    relabelled = [
        Post(post.id, "red" if is_test else "green", post.text, (), (), post.fields)
        for posts, is_test in ((train, False), (test, True))
        for post in posts
    ]
    guess = bag_of_words(relabelled)
    return auroc([post.level == "red" for post in relabelled], guess.scores) if guess else None


def main(corpus: Path) -> int:
    """Print the figures for validation and test."""
    train = list(read_posts(corpus / "train"))
    base = load_base()
    known = embeddings(base, train)
    for split in ("validation", "test"):
        posts = list(read_posts(corpus / split))
        cosine, same = neighbours(base, train, known, posts)
        apart = told_apart(train, posts) or 0.0
        print(
            f"{split}: openings shared with train {100 * shared_openings(train, posts):.1f} %, nearest train post: median cosine "
            f"{cosine:.3f}, has the same level {100 * same:.1f} %, told from train by words: AUROC {apart:.3f}"
        )
    share = ratio(sum(post.level == "red" for post in train), len(train)) or 0.0
    print(f"share of red in train {100 * share:.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "data/corpus")))
