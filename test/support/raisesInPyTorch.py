"""Prints for each source of a JSON list whether its last nn.Module class raises on images and on rows of pixels.

    python3 raisesInPyTorch.py SOURCES FOLDER_OF_EXPECT
"""

import ast
import json
import sys
import warnings

import torch
from torch import nn

sys.path.insert(0, sys.argv[2])
from expect import run_statements  # noqa: E402

torch.set_num_threads(1)
warnings.simplefilter("ignore")


def raises(source):
    module = run_statements(ast.parse(source))
    classes = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, nn.Module)]
    mine = [cls for cls in classes if cls.__module__ == "fixture"]
    for shape in ((7, 1, 28, 28), (7, 784)):
        try:
            mine[-1]()(torch.zeros(shape))
            return False
        except (RuntimeError, ValueError, IndexError):
            pass
    return True


print(json.dumps([raises(source) for source in json.load(open(sys.argv[1]))]))
