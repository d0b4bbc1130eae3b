"""Prints random nn.Module classes and what PyTorch says about them, one JSON object per line.

    python3 randomModels.py SEED COUNT FOLDER_OF_EXPECT

Every class runs on images of [N, 1, 28, 28] or rows of [N, 784] and gives ten numbers for each. The same network is
written in many ways: modules or functions, literals or arithmetic, loops, lists, helpers, blocks of their own.
"""

import ast
import json
import random
import sys
import warnings

import torch

sys.path.insert(0, sys.argv[3])
from expect import construct, describe, run_statements  # noqa: E402


class Writer:
    def __init__(self, rng):
        self.rng = rng
        self.top = []
        self.params = []
        self.init = []
        self.forward = []
        self.names = 0
        self.shape = (1, 28, 28)
        self.helpers = []

    def fresh(self, stem):
        self.names += 1
        return f"{stem}{self.names}"

    def number(self, value):
        """A whole number in one of the ways people write it."""
        way = self.rng.randrange(12)
        if way == 0 and value > 1:
            name = self.fresh("SIZE_")
            self.top.append(f"{name} = {value}")
            return name
        if way == 1 and value % 2 == 0:
            return f"{value // 2} * 2"
        if way == 2:
            name = self.fresh("p")
            self.params.append(f"{name}={value}")
            return name
        if way == 3:
            name = self.fresh("size")
            self.init.append(f"{name} = {value}")
            return name
        if way == 4:
            name = self.fresh("width")
            self.init.append(f"self.{name} = {value - 1} + 1")
            return f"self.{name}"
        if way == 5:
            return f"int({value * 2} / 2)"
        if way == 6:
            return f"({value + 3} - 3)"
        if way == 7:
            return f"[{value + 1}, {value}][-1]"
        if way == 8:
            return f"max({value}, 1)"
        return str(value)

    def call(self, module):
        self.forward.append(f"x = self.{module}(x)")

    def attribute(self, stem, expression):
        """Registers a module and calls it."""
        name = self.fresh(stem)
        if self.rng.random() < 0.1:
            self.init.append(f"self.add_module('{name}', {expression})")
        else:
            self.init.append(f"self.{name} = {expression}")
        self.call(name)

    def linear_text(self, a, b):
        r = self.rng
        bias = r.choice(["", "", "", ", bias=False", ", bias=True", ", True"])
        if r.random() < 0.2:
            return f"nn.Linear(in_features={self.number(a)}, out_features={self.number(b)}{bias if '=' in bias else ''})"
        return f"nn.Linear({self.number(a)}, {self.number(b)}{bias})"

    def activation(self):
        r = self.rng
        kind = r.choice(["ReLU", "ReLU", "ReLU", "Tanh", "Sigmoid", "LeakyReLU", "ELU", "GELU", "SiLU", "Softplus", "SELU", "ReLU6"])
        functions = {
            "ReLU": ["F.relu(x)", "torch.relu(x)", "x.relu()", "F.relu(x, inplace=True)", "nn.functional.relu(x)"],
            "Tanh": ["torch.tanh(x)", "F.tanh(x)", "x.tanh()"],
            "Sigmoid": ["torch.sigmoid(x)", "F.sigmoid(x)", "x.sigmoid()"],
            "LeakyReLU": ["F.leaky_relu(x, 0.2)", "F.leaky_relu(x)"],
            "ELU": ["F.elu(x)"],
            "GELU": ["F.gelu(x)"],
            "SiLU": ["F.silu(x)"],
            "Softplus": ["F.softplus(x)"],
            "SELU": ["F.selu(x)"],
            "ReLU6": ["F.relu6(x)"],
        }
        arguments = {
            "ReLU": ["", "True", "inplace=True"],
            "LeakyReLU": ["", "0.1", "negative_slope=0.3", "0.05, True"],
            "ELU": ["", "alpha=0.7", "1"],
            "GELU": ["", "approximate='tanh'"],
        }
        if r.random() < 0.5:
            self.forward.append(f"x = {r.choice(functions[kind])}")
        else:
            self.attribute("act", f"nn.{kind}({r.choice(arguments.get(kind, ['']))})")

    def dropout(self):
        r = self.rng
        p = r.choice(["0.5", "0.25", "p=0.3", "0"])
        way = r.randrange(4)
        if way == 0:
            self.forward.append(f"x = F.dropout(x, {p}, training=self.training)")
        elif way == 1:
            self.forward += ["if self.training:", f"    x = F.dropout(x, {p})"]
        else:
            self.attribute("drop", f"nn.{'Dropout2d' if len(self.shape) == 3 and r.random() < 0.5 else 'Dropout'}({p})")

    def flatten(self):
        r = self.rng
        c, h, w = self.shape
        n = c * h * w
        way = r.choice(
            [
                f"x = x.view(-1, {n})",
                f"x = x.view(-1, {c} * {h} * {w})",
                "x = x.view(x.size(0), -1)",
                "x = x.view(x.shape[0], -1)",
                "x = x.reshape(x.size()[0], -1)",
                "x = torch.flatten(x, 1)",
                "x = x.flatten(start_dim=1)",
                "x = torch.flatten(x, start_dim=1)",
                "x = x.view(-1, x.size(1) * x.size(2) * x.size(3))",
                "x = x.reshape(len(x), x[0].numel())" if False else "x = x.reshape(len(x), -1)",
                "module",
                "helper",
                "unpack",
            ]
        )
        if way == "module":
            self.attribute("flat", r.choice(["nn.Flatten()", "nn.Flatten(1)", "nn.Flatten(start_dim=1, end_dim=-1)"]))
        elif way == "helper":
            name = self.fresh("count")
            self.helpers += [
                f"def {name}(self, x):",
                "    total = 1",
                "    for s in x.size()[1:]:",
                "        total *= s",
                "    return total",
            ]
            self.forward.append(f"x = x.view(-1, self.{name}(x))")
        elif way == "unpack":
            self.forward += ["n, c, h, w = x.shape", "x = x.view(n, c * h * w)"]
        else:
            self.forward.append(way)
        self.shape = (n,)

    def convolution(self):
        r = self.rng
        c, h, w = self.shape
        out = r.choice([2, 3, 4, 6, 8])
        k = r.choice([1, 3, 3, 5])
        stride = r.choice([1, 1, 1, 2])
        padding = r.choice([0, 0, k // 2, "same"]) if stride == 1 else r.choice([0, 1])
        if padding == "same":
            h2, w2 = h, w
        else:
            h2, w2 = ((s + 2 * padding - k) // stride + 1 for s in (h, w))
        if h2 < 2 or w2 < 2:
            return
        kernel = r.choice([str(k), f"kernel_size={k}", f"({k}, {k})", f"kernel_size=({k}, {k})"])
        rest = []
        if stride != 1 or r.random() < 0.2:
            rest.append(f"stride={stride}")
        if padding != 0 or r.random() < 0.2:
            rest.append(f"padding={padding!r}" if padding == "same" else f"padding={self.number(padding) if padding else 0}")
        if r.random() < 0.2:
            rest.append("bias=False")
        text = f"nn.Conv2d({', '.join([self.number(c), self.number(out), kernel, *rest])})"
        self.attribute("conv", text)
        self.shape = (out, h2, w2)

    def pool(self):
        r = self.rng
        c, h, w = self.shape
        if h < 4:
            return
        way = r.randrange(6)
        if way == 0:
            self.forward.append(r.choice(["x = F.max_pool2d(x, 2)", "x = torch.max_pool2d(x, kernel_size=2)", "x = F.max_pool2d(x, (2, 2), 2)"]))
        elif way == 1:
            self.forward.append(r.choice(["x = F.avg_pool2d(x, 2)", "x = F.avg_pool2d(x, kernel_size=2, stride=2)"]))
        elif way == 2:
            size = r.choice([1, 2, 3])
            self.attribute("pool", r.choice([f"nn.AdaptiveAvgPool2d({size})", f"nn.AdaptiveMaxPool2d(({size}, {size}))"]))
            self.shape = (c, size, size)
            return
        elif way == 3:
            self.attribute("pool", "nn.MaxPool2d(3, stride=2, padding=1)")
            self.shape = (c, (h - 1) // 2 + 1, (w - 1) // 2 + 1)
            return
        else:
            self.attribute("pool", r.choice(["nn.MaxPool2d(2)", "nn.MaxPool2d(kernel_size=2, stride=2)", "nn.AvgPool2d((2, 2))", "nn.MaxPool2d(2, 2)"]))
        self.shape = (c, h // 2, w // 2)

    def norm(self):
        r = self.rng
        if len(self.shape) == 3:
            c, h, w = self.shape
            text = r.choice([f"nn.BatchNorm2d({self.number(c)})", f"nn.BatchNorm2d({c}, momentum=0.05)", f"nn.GroupNorm(1, {c})", f"nn.LayerNorm([{c}, {h}, {w}])"])
        else:
            (n,) = self.shape
            text = r.choice([f"nn.BatchNorm1d({self.number(n)})", f"nn.BatchNorm1d(num_features={n}, affine=False)", f"nn.LayerNorm({n})"])
        self.attribute("norm", text)

    def residual(self):
        if len(self.shape) != 3:
            return
        c = self.shape[0]
        name = self.fresh("Residual")
        self.top += [
            f"class {name}(nn.Module):",
            "    def __init__(self, channels):",
            "        super().__init__()",
            "        self.conv = nn.Conv2d(channels, channels, 3, padding=1)",
            "    def forward(self, x):",
            "        " + self.rng.choice(["return x + self.conv(x)", "return F.relu(self.conv(x) + x)", "y = self.conv(x); y += x; return y"]),
        ]
        self.attribute("block", f"{name}({self.number(c)})")

    def branches(self):
        if len(self.shape) != 3:
            return
        c, h, w = self.shape
        a, b = self.fresh("left"), self.fresh("right")
        self.init += [f"self.{a} = nn.Conv2d({c}, 2, 1)", f"self.{b} = nn.Conv2d({c}, 3, 3, padding=1)"]
        self.forward.append(f"x = torch.cat({self.rng.choice(['[', '('])}self.{a}(x), self.{b}(x)".replace("cat([", "cat([") + "CLOSE, " + self.rng.choice(["1)", "dim=1)"]))
        line = self.forward.pop()
        self.forward.append(line.replace("CLOSE", "]" if "cat([" in line else ")"))
        self.shape = (5, h, w)

    def hidden(self, target=None):
        """One or several linear layers, written as attributes, as a Sequential, or by a loop."""
        r = self.rng
        (n,) = self.shape
        out = target or r.choice([8, 12, 16, 20, 32])
        way = r.randrange(6)
        if way == 0:
            name = self.fresh("seq")
            act = r.choice(["nn.ReLU()", "nn.Tanh()"])
            middle = r.choice([6, 10, 14])
            self.init += [f"self.{name} = nn.Sequential(", f"    {self.linear_text(n, middle)},", f"    {act},", f"    nn.Linear({middle}, {out}),", ")"]
            self.call(name)
        elif way == 1:
            name, sizes, layers = self.fresh("net"), [n, r.choice([9, 11]), out], self.fresh("layers")
            self.init += [
                f"{layers} = []",
                f"for a, b in zip({sizes}[:-1], {sizes}[1:]):",
                f"    {layers}.append(nn.Linear(a, b))",
                f"    {layers} += [nn.ReLU()]",
                f"self.{name} = nn.Sequential(*{layers}[:-1])",
            ]
            self.call(name)
        elif way == 2:
            name, sizes = self.fresh("fcs"), [n, r.choice([7, 13]), out]
            self.init.append(f"self.{name} = nn.ModuleList([nn.Linear({sizes}[i], {sizes}[i + 1]) for i in range(len({sizes}) - 1)])")
            self.forward += [f"for i, fc in enumerate(self.{name}):", "    x = fc(x)", f"    if i < len(self.{name}) - 1:", "        x = torch.relu(x)"]
        elif way == 3:
            stem = self.fresh("layer")
            sizes = [n, r.choice([5, 15]), out]
            self.init += [f"for i in range(2):", f"    setattr(self, f'{stem}_{{i}}', nn.Linear({sizes}[i], {sizes}[i + 1]))"]
            self.forward += [f"x = getattr(self, '{stem}_0')(x)", f"x = self.{stem}_1(F.relu(x))"]
        elif way == 4:
            name = self.fresh("body")
            middle = r.choice([6, 10])
            self.init.append(f"self.{name} = nn.Sequential(OrderedDict([('first', nn.Linear({n}, {middle})), ('act', nn.ReLU()), ('last', nn.Linear({middle}, {out}))]))")
            self.call(name)
        else:
            self.attribute("fc", self.linear_text(n, out))
        self.shape = (out,)


def write_model(rng):
    w = Writer(rng)
    wants_rows = rng.random() < 0.2
    if wants_rows:
        w.shape = (784,)
        if rng.random() < 0.3:
            w.forward.append("x = x.view(-1, 784)")
            wants_rows = False
    elif rng.random() < 0.6:
        for _ in range(rng.randrange(1, 6)):
            rng.choice([w.convolution, w.convolution, w.activation, w.pool, w.norm, w.dropout, w.residual, w.branches])()
        w.flatten()
    else:
        w.flatten()
    for _ in range(rng.randrange(0, 4)):
        w.hidden()
        if rng.random() < 0.8:
            w.activation()
        if rng.random() < 0.3:
            rng.choice([w.norm, w.dropout])()
    w.hidden(10)
    ending = rng.choice(["return x", "return x", "return F.log_softmax(x, dim=1)", "return torch.softmax(x, 1)", "output = F.log_softmax(x, -1)\nreturn output, x"])
    w.forward += ending.split("\n")
    if rng.random() < 0.2:
        w.init += rng.choice(
            [
                "for m in self.modules():\n    if isinstance(m, nn.Linear):\n        nn.init.xavier_uniform_(m.weight)\n        if m.bias is not None:\n            nn.init.zeros_(m.bias)",
                "for m in self.modules():\n    if isinstance(m, (nn.Conv2d, nn.Linear)):\n        nn.init.kaiming_normal_(m.weight, nonlinearity='relu')",
                "for name, p in self.named_parameters():\n    if 'weight' in name and p.dim() > 1:\n        nn.init.normal_(p, 0, 0.02)",
            ]
        ).split("\n")
    start = rng.choice(["super().__init__()", "super(Net, self).__init__()", "nn.Module.__init__(self)"])
    indent = lambda lines: ["        " + line for line in lines]
    return "\n".join(
        [
            "from collections import OrderedDict",
            rng.choice(["import torch\nimport torch.nn as nn", "import torch\nfrom torch import nn"]),
            rng.choice(["import torch.nn.functional as F", "from torch.nn import functional as F"]),
            *w.top,
            "",
            "class Net(nn.Module):",
            f"    def __init__({', '.join(['self', *w.params])}):",
            *indent([start, *w.init]),
            "",
            *["    " + line for line in w.helpers],
            "    def forward(self, x):",
            *indent(w.forward),
            "",
        ]
    )


def main():
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    rng = random.Random(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        source = write_model(rng)
        tree = ast.parse(source)
        module = run_statements(tree)
        model = construct(module.Net, tree, module.__dict__)
        expected = describe(model)
        if not torch.__version__.startswith("2.13."):
            del expected["text"]
        print(json.dumps({"source": source, "expected": expected}), flush=True)


if __name__ == "__main__":
    main()
