"""Files of tensors, as safetensors lays them out, packed with gzip."""

import gzip
import json
import struct

import torch

names_of = {torch.float32: "F32", torch.int64: "I64", torch.int32: "I32"}


def entry_of(name, value):
    return {"name": name, "dtype": names_of[value.dtype], "shape": list(value.shape)}


def write(path, tensors, case):
    header = {"__metadata__": {"case": json.dumps(case)}}
    offset = 0
    # The widest numbers first, so that all stand aligned.
    order = sorted(tensors, key=lambda name: (-tensors[name].element_size(), name))
    for name in order:
        tensor = tensors[name]
        end = offset + tensor.numel() * tensor.element_size()
        header[name] = {"dtype": names_of[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    values = b"".join(tensors[name].contiguous().numpy().tobytes() for name in order)
    path.write_bytes(gzip.compress(struct.pack("<Q", len(text)) + text + values, mtime=0))
