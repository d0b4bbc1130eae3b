"""Trains each of the nets in the JSON file argv[1] with PyTorch in float64; prints losses, gradient norms and weights."""
import json
import sys

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


class Arithmetic(nn.Module):
    def __init__(self, operator, value, isReversed):
        super().__init__()
        operate = {
            "+": lambda a, b: a + b,
            "-": lambda a, b: a - b,
            "*": lambda a, b: a * b,
            "/": lambda a, b: a / b,
        }[operator]
        self.forward = (lambda x: operate(value, x)) if isReversed else (lambda x: operate(x, value))


def layer_of(spec):
    make = {
        "Arithmetic": lambda a: Arithmetic(a["operator"], a["value"], a["isReversed"]),
        "Linear": lambda a: nn.Linear(a["inFeatures"], a["outFeatures"], bias=a["bias"]),
        "Flatten": lambda a: nn.Flatten(a["startDim"], a["endDim"]),
        "LeakyReLU": lambda a: nn.LeakyReLU(a["negativeSlope"]),
        "ELU": lambda a: nn.ELU(a["alpha"]),
        "GELU": lambda a: nn.GELU(approximate=a["approximate"]),
        "Softplus": lambda a: nn.Softplus(a["beta"], a["threshold"]),
        "Softmax": lambda a: nn.Softmax(a["dim"]),
        "LogSoftmax": lambda a: nn.LogSoftmax(a["dim"]),
        "Dropout": lambda a: nn.Dropout(a["p"]),
        "BatchNorm1d": batch_norm,
        "LayerNorm": layer_norm,
    }
    return make.get(spec["type"], lambda a: getattr(nn, spec["type"])())(spec)


def batch_norm(a):
    layer = nn.BatchNorm1d(
        a["numFeatures"], a["eps"], a["momentum"], affine=a["affine"], track_running_stats=a["trackRunningStats"]
    )
    if a["affine"] and not a["bias"]:
        layer.bias = None
    return layer


def layer_norm(a):
    layer = nn.LayerNorm(a["normalizedShape"], a["eps"], elementwise_affine=a["elementwiseAffine"])
    if a["elementwiseAffine"] and not a["bias"]:
        layer.bias = None
    return layer


def optimizer_of(settings, parameters):
    name, o, lr = settings["optimizer"], settings["optimizerOptions"], settings["lr"]
    decay = o["weightDecay"]
    if name == "sgd":
        options = {key: o[key] for key in ("momentum", "dampening", "nesterov")}
        return torch.optim.SGD(parameters, lr, weight_decay=decay, **options)
    if name == "adadelta":
        return torch.optim.Adadelta(parameters, lr, rho=o["rho"], eps=o["eps"], weight_decay=decay)
    if name == "rmsprop":
        options = {key: o[key] for key in ("alpha", "eps", "momentum", "centered")}
        return torch.optim.RMSprop(parameters, lr, weight_decay=decay, **options)
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[name]
    return kind(parameters, lr, betas=o["betas"], eps=o["eps"], weight_decay=decay)


def loss_of(name, outputs, labels):
    if name == "cross_entropy":
        return F.cross_entropy(outputs, labels)
    if name == "nll":
        return F.nll_loss(outputs, labels)
    return F.mse_loss(outputs, F.one_hot(labels, outputs.shape[1]).to(outputs.dtype))


def clip(clipping, parameters):
    if clipping is None:
        return
    if clipping["kind"] == "norm":
        nn.utils.clip_grad_norm_(parameters, clipping["maxNorm"])
    else:
        nn.utils.clip_grad_value_(parameters, clipping["clipValue"])


def schedule_of(schedule, optimizer):
    if schedule is None:
        return torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 1)
    if schedule["kind"] == "step":
        return torch.optim.lr_scheduler.StepLR(optimizer, schedule["stepSize"], schedule["gamma"])
    if schedule["kind"] == "exponential":
        return torch.optim.lr_scheduler.ExponentialLR(optimizer, schedule["gamma"])
    return torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, schedule["tMax"], schedule["etaMin"])


class Net(nn.Module):
    """Owns the modules of a case and calls them in its order, one of them perhaps twice."""

    def __init__(self, case):
        super().__init__()
        for name, spec in case["modules"]:
            self.add_module(name, layer_of(spec))
        self.order = case["calls"]

    def forward(self, x):
        for name in self.order:
            x = getattr(self, name)(x)
        return x


def train(case):
    settings = case["settings"]
    model = Net(case)
    state = model.state_dict()
    for name, values in case["weights"].items():
        state[name] = torch.tensor(values).reshape(state[name].shape).to(state[name].dtype)
    model.load_state_dict(state)
    inputs, labels = torch.tensor(case["inputs"]), torch.tensor(case["labels"])
    parameters = list(model.parameters())
    optimizer = optimizer_of(settings, parameters)
    scheduler = schedule_of(settings.get("schedule"), optimizer)
    torch.manual_seed(case["dropoutSeed"])
    losses, norms = [], []
    size = settings["batchSize"]
    for _ in range(settings["epochs"]):
        for begin in range(0, len(labels) - (size - 1 if settings["dropLast"] else 0), size):
            optimizer.zero_grad()
            loss = loss_of(settings["loss"], model(inputs[begin : begin + size]), labels[begin : begin + size])
            loss.backward()
            losses.append(loss.item())
            norms.append([p.grad.norm().item() for p in parameters])
            clip(settings.get("clipping"), parameters)
            optimizer.step()
        scheduler.step()
    model.eval()
    with torch.no_grad():
        outputs = model(inputs).flatten().tolist()
    weights = {name: tensor.to(torch.float64).flatten().tolist() for name, tensor in model.state_dict().items()}
    return {"losses": losses, "norms": norms, "outputs": outputs, "weights": weights}


with open(sys.argv[1]) as file:
    print(json.dumps([train(case) for case in json.load(file)]))
