"""Weights and images that follow from their names: the formula of ../README.md."""

import math

import numpy
import torch


def unit(name, count):
    """Numbers in [-1, 1) that follow from a name."""
    x = 0x811C9DC5
    for byte in name.encode():
        x = ((x ^ byte) * 0x01000193) % 2**32
    x = (numpy.arange(count, dtype=numpy.uint64) + x) % 2**32
    for shift, factor in (16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1):
        x = (x ^ (x >> numpy.uint64(shift))) * numpy.uint64(factor) % 2**32
    return x.astype(numpy.float64) / 2**31 - 1


def formula(name, shape):
    """A tensor of a state_dict."""
    count = math.prod(shape)
    if len(shape) > 1:
        values = math.sqrt(6 / math.prod(shape[1:])) * unit(name, count)
    elif name.endswith("running_var"):
        values = 1 + 0.2 * unit(name, count)
    elif name.endswith("weight"):
        values = 1 + 0.1 * unit(name, count)
    else:
        values = 0.1 * unit(name, count)
    return torch.from_numpy(values.astype(numpy.float32)).reshape(shape)
