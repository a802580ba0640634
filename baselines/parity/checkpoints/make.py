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
