"""Makes the small files here with PyTorch: python make.py (PyTorch 2.15, torchvision 0.29, NumPy 2.4)."""

import argparse
import collections
import json
import math
import os
import struct
import zipfile

import numpy
import torch
import torchvision


def variants():
    """A tensor of every number type and of every kind of view."""
    base = torch.arange(24, dtype=torch.float32).reshape(4, 6) - 12
    special = torch.tensor([0, 1, -2.5, 2**-24, 2**-14, 65504, float("inf"), float("-inf")])
    whole = torch.tensor([0, 1, 100])
    return collections.OrderedDict(
        float32=base,
        float64=special.double(),
        float16=special.half(),
        bfloat16=torch.tensor([0, 1, -2.5, 2**-130, 3e38]).bfloat16(),
        int64=torch.tensor([-(2**31), 2**31 - 1]),
        int32=-whole.int(),
        int16=-whole.short(),
        int8=-whole.char(),
        uint8=whole.byte() + 100,
        bool=whole.bool(),
        scalar=torch.tensor(187680),
        empty=torch.empty(0, 3),
        transposed=base.t(),
        part=base[1:, 1::2],
        expanded=base[:1, :2].expand(3, 2),
        axes=torch.arange(24.0).reshape(2, 3, 4).permute(2, 0, 1),
        parameter=torch.nn.Parameter(torch.ones(2, 1, 2)),
    )


class Call:
    """Pickled, it would run a command wherever it is unpickled."""

    def __reduce__(self):
        return os.system, ("touch EXECUTED",)


tensors = variants()
optimizer = torch.optim.SGD([tensors["parameter"]], lr=0.05, momentum=0.9)
tensors["parameter"].sum().backward()
optimizer.step()
saved = {
    "epoch": 240,
    # What torch.nn.DataParallel(model).state_dict() gives.
    "model": {f"module.{name}": tensor for name, tensor in tensors.items()},
    "accuracy": torch.tensor(50.0),
    "best": numpy.float64(50.0),
    "optimizer": optimizer.state_dict(),
    "milestones": collections.Counter([150, 180, 210]),
    "opt": argparse.Namespace(lr=0.05, lr_decay_epochs=[150, 180, 210], device=torch.device("cuda:0")),
    "size": torch.Size([1, 2]),
}


def save(name, contents):
    torch.save(contents, f"{name}.zip.pth")
    torch.save(contents, f"{name}.legacy.pth", _use_new_zipfile_serialization=False)


save("variants", saved)
save("hostile", {"model": {"weight": torch.ones(2)}, "opt": Call()})
with zipfile.ZipFile("variants.zip.pth") as stored:
    with zipfile.ZipFile("variants.deflated.pth", "w", zipfile.ZIP_DEFLATED) as deflated:
        for entry in stored.infolist():
            deflated.writestr(entry.filename, stored.read(entry))

# The authors' network with ten of its hundred classes, in half precision, as a parallel training program may keep it.
weights = torch.load("resnet8.bare.zip.pth")
weights.update({name: weights[name][:10].clone() for name in ("fc.weight", "fc.bias")})
half = {name: weight.half() if weight.is_floating_point() else weight for name, weight in weights.items()}
torch.save({"state_dict": {f"module.{name}": weight for name, weight in half.items()}, "epoch": 3}, "ten-classes.zip.pth")


def line(name, tensor):
    values = [str(value).replace("inf", "Infinity") for value in tensor.double().flatten().tolist()]
    return f"{json.dumps(name)}: {json.dumps({'shape': list(tensor.shape), 'values': values})}"


with open("variants.json", "w") as file:
    file.write("{\n" + ",\n".join(line(*entry) for entry in tensors.items()) + "\n}\n")


def resnet34():
    """torchvision's ResNet-34 of 1,000 classes, whose 21 million weights are overlapping views of a few thousand."""
    random = torch.Generator().manual_seed(34)
    model = torchvision.models.resnet34()
    storages = {}

    def view(shape, deviation):
        storage = storages.setdefault(deviation, deviation * torch.randn(2200, generator=random))
        return storage.as_strided(shape, (1, 2, 7, 11)[: len(shape)])

    state = collections.OrderedDict()
    for name, value in model.state_dict().items():
        # torchvision's own files are older than these counters.
        if name.endswith("num_batches_tracked"):
            continue
        if value.dim() > 1:
            state[name] = view(value.shape, round(math.sqrt(2 / math.prod(value.shape[1:])), 6))
        elif name.endswith(("bn2.weight", "running_var")):
            state[name] = view(value.shape, 0.1).abs() + 0.5
        else:
            state[name] = view(value.shape, 0.1)
    return state


def write_float32(path, tensors):
    """A safetensors file."""
    header, offset = {}, 0
    for name, tensor in tensors.items():
        end = offset + 4 * tensor.numel()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(tensor.float().contiguous().numpy().tobytes())


torch.save(resnet34(), "ResNet34.views.zip.pth")
model = torchvision.models.resnet34().double().eval()
model.load_state_dict({name: value.double() for name, value in torch.load("ResNet34.views.zip.pth").items()}, strict=False)
images = torch.randn(2, 3, 32, 32, generator=torch.Generator().manual_seed(1))
with torch.no_grad():
    write_float32("ResNet34.expected.safetensors", {"input": images, "logits": model(images.double())})


def resnet8():
    """The authors' resnet8 of 100 classes, whose weights are views of a few thousand numbers."""
    numbers = 0.1 * torch.randn(2400, generator=torch.Generator().manual_seed(8))
    state = collections.OrderedDict()
    for place, (name, value) in enumerate(torch.load("resnet8.bare.zip.pth").items()):
        counter = name.endswith("num_batches_tracked")
        state[name] = torch.tensor(place) if counter else numbers.as_strided(value.shape, (1, 2, 7, 11)[: value.dim()], place)
    return state


def behind(prefix, state):
    return collections.OrderedDict((prefix + name, value) for name, value in state.items())


# As training programs leave a network: see harness/teachers/store/match.test.ts.
plain = resnet8()
zero = torch.zeros(())
zeros = collections.OrderedDict((name, zero.expand(value.shape)) for name, value in plain.items())
averaged = collections.OrderedDict(n_averaged=torch.tensor(7), **behind("module.", plain))
counted = collections.OrderedDict(plain)
for module in ("", "conv1.", "bn1.", "fc."):
    counted[f"{module}total_ops"] = counted[f"{module}total_params"] = torch.zeros(1, dtype=torch.float64)
optimizer = torch.optim.Adam([torch.nn.Parameter(torch.ones(2))])
optimizer.param_groups[0]["params"][0].sum().backward()
optimizer.step()
for name, contents in {
    "plain": plain,
    "compiled": behind("_orig_mod.", plain),
    "lightning": {"epoch": 3, "state_dict": behind("model.", plain), "loops": {"fit_loop": {"state_dict": {}}}},
    "averaged": averaged,
    "average-beside": {"model_ema": behind("module.", zeros), "model": plain, "optimizer": optimizer.state_dict()},
    "other-key": {"epoch": 3, "weights": plain, "best_acc": torch.tensor(94.5), "optimizer": optimizer.state_dict()},
    "nested": {"checkpoint": {"model_state": plain}, "seed": 2**64 - 1, "rng": torch.get_rng_state()},
    "thop": counted,
    "student-teacher": {"state_dict": behind("student.", zeros) | behind("teacher.", plain)},
    "negated": plain | {"bn1.weight": torch._neg_view(-plain["bn1.weight"])},
}.items():
    torch.save(contents, f"resnet8.{name}.zip.pth")

# What PyTorch keeps otherwise than in a storage of plain numbers, beside one tensor that is plain.
weight = torch.arange(6.0).reshape(2, 3)
tagged, parameter = weight.clone(), torch.nn.Parameter(weight.clone())
tagged.tag = parameter.tag = "kept"
save(
    "kinds",
    {
        "plain": weight,
        "negated": torch._neg_view(weight),
        "imaginary": torch.complex(weight, weight).conj().imag,
        "tagged": tagged,
        "parameter": parameter,
        "buffer": torch.nn.Buffer(weight),
        "uint16": weight.to(torch.uint16),
        "complex": torch.complex(weight, weight).conj(),
        "float8": weight.to(torch.float8_e4m3fn),
        "sparse": weight.to_sparse(),
        "compressed": weight.to_sparse_csr(),
        "meta": weight.to("meta"),
        "quantised": torch.quantize_per_tensor(weight, 0.1, 0, torch.qint8),
        "by channel": torch.quantize_per_channel(weight, torch.ones(2), torch.zeros(2), 0, torch.qint8),
        "options": [
            {1, 2},
            bytearray(b"x"),
            b"x",
            1j,
            2**70,
            -(2**40),
            torch.float16,
            torch.strided,
            torch.per_tensor_affine,
            numpy.arange(3.0),
            collections.defaultdict(list, loss=[1.0]),
        ],
    },
)


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(2, 2)


torch.save(Network(), "whole.zip.pth")
torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), "script.zip.pt")

# Every global that PyTorch itself takes with `weights_only=True`.
with open("weights-only.json", "w") as file:
    json.dump(sorted(torch._weights_only_unpickler._get_allowed_globals()), file, indent=0)
    file.write("\n")
