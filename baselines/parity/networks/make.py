"""Makes the vectors of ResNet18 and ResNet34 here with torchvision, and their lines of ../index.json: python make.py
(PyTorch 2.15, torchvision 0.29, NumPy 2.4). Those of the other networks were made with the authors' code."""

import json
from pathlib import Path

import numpy
import torch
import torchvision

from description import description
from formula import unit
from measurement import run
from tensor_file import entry_of, write
from tolerance import drift_of, tolerance, tolerance_of
from torchvision_networks import calibrated, classes, networks

here = Path(__file__).parent
# The names that the formula makes images from: with these, hardly a ReLU stands within rounding of zero.
inputs = {"ResNet18": "input0", "ResNet34": "input3"}
# Small, for small files: maps are still 2x2 in the last stage.
batch, size = 4, 64


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def make(network):
    model = networks[network](num_classes=classes)
    trained = [name for name, _ in model.named_parameters()]
    norms = [name for name, module in model.named_modules() if isinstance(module, torch.nn.BatchNorm2d)]
    kept_norms = [norms[0], norms[len(norms) // 2], norms[-1]]
    pixels = 2 * unit(inputs[network], batch * 3 * size**2)
    images = torch.from_numpy(pixels.astype(numpy.float32)).reshape(batch, 3, size, size)
    labels = torch.tensor([7 * i % classes for i in range(batch)])
    statistics = calibrated(network, images)
    arguments = (network, statistics, images, labels)
    exact, exact_gradients = run(*arguments, torch.float64, kept_norms)
    single, single_gradients = run(*arguments, torch.float32, kept_norms)
    # Another kernel: what float32 comes to depends on the order of its sums.
    with torch.backends.mkldnn.flags(enabled=False):
        other, other_gradients = run(*arguments, torch.float32, kept_norms)

    def drift(name):
        return max(drift_of(one[name], exact[name]) for one in (single, other))

    def gradient_drift(name):
        return max(drift_of(one[name], exact_gradients[name]) for one in (single_gradients, other_gradients))

    gradient_drifts = [gradient_drift(name) for name in trained]
    tensors = {"input": images, "labels": labels}
    tensors.update({f"bn_init/{name}": value for name, value in statistics.items()})
    entries = [entry_of(name, value) for name, value in tensors.items()]
    scalars = {}
    for name, value in single.items():
        if name == "train/cross_entropy":
            gap = drift(name)
            scalars[name] = {"f32": value.item(), "f64": exact[name].item(), **tolerance_of(gap)}
            continue
        tensors[name] = value
        entry = entry_of(name, value)
        if value.is_floating_point():
            tensors[name] = exact[name].float()
            gap = drift(name)
            entry |= tolerance_of(gap)
        entries.append(entry)
    about_gradients = {
        "train/grad_absmax": torch.tensor([exact_gradients[name].abs().max().item() for name in trained]),
        "train/grad_drift": torch.tensor(gradient_drifts),
        "train/grad_tol": torch.tensor([tolerance(gap) for gap in gradient_drifts]),
        "train/grad_structural_zero": torch.zeros(len(trained), dtype=torch.int32),
    }
    for name, value in about_gradients.items():
        tensors[name] = value
        entries.append(entry_of(name, value))

    case = {
        **{"network": network, "scheme": "hash", "salt": "", "num_classes": classes},
        "grad_param_names": trained,
        "bn_layers": kept_norms,
        "feat_stats_columns": ["mean", "std (population)", "max abs", "l2 norm"],
        "conditioning": {
            "median_grad_drift": numpy.median(gradient_drifts).item(),
            "max_grad_drift": max(gradient_drifts),
        },
        **{"kind": "networks", "name": f"{network}.hash", "layout": "NCHW/OIHW (PyTorch)", "scalars": scalars},
        "made_with": f"torchvision {torchvision.__version__}",
    }
    path = here / f"{network}.hash.safetensors.gz"
    write(path, tensors, case)
    print(network, path.stat().st_size, case["conditioning"])
    (here / f"{network}.json").write_text(compact(description(network)))
    return compact(
        {
            "case": f"networks/{network}.hash",
            "file": f"networks/{network}.hash.safetensors.gz",
            "bytes": path.stat().st_size,
            "tensors": entries,
            "scalars": scalars,
            "scheme": "hash",
        }
    )


index = here.parent / "index.json"
lines = index.read_text().splitlines()
made = {network: make(network) for network in networks}
kept = [line for line in lines if not any(f'"networks/{network}.hash"' in line for network in networks)]
last = max(place for place, line in enumerate(kept) if line.startswith('{"case":"networks/'))
kept[last + 1 : last + 1] = [f"{line}," for line in made.values()]
index.write_text("\n".join(kept) + "\n")
