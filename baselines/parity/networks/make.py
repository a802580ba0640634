"""Makes the vectors of ResNet18 and ResNet34 here with torchvision, and their lines of ../index.json: python make.py
(PyTorch 2.15, torchvision 0.29, NumPy 2.4). Those of the other networks were made with the authors' code."""

import json
import math
import struct
from pathlib import Path

import numpy
import torch
import torchvision

here = Path(__file__).parent
networks = {"ResNet18": torchvision.models.resnet18, "ResNet34": torchvision.models.resnet34}
# The names that the formula makes images from: with these, hardly a ReLU stands within rounding of zero.
inputs = {"ResNet18": "input0", "ResNet34": "input3"}
classes = 100
# Small, for small files: maps are still 2x2 in the last stage.
batch, size = 4, 64
usual_size = 224


def unit(name, count):
    """The formula of ../README.md: numbers in [-1, 1) that follow from a name."""
    x = 0x811C9DC5
    for byte in name.encode():
        x = ((x ^ byte) * 0x01000193) % 2**32
    x = (numpy.arange(count, dtype=numpy.uint64) + x) % 2**32
    for shift, factor in (16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1):
        x = (x ^ (x >> numpy.uint64(shift))) * numpy.uint64(factor) % 2**32
    return x.astype(numpy.float64) / 2**31 - 1


def formula(name, shape):
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


def fresh(network, statistics, dtype):
    """The network with the formula's weights; statistics stand in for the formula's."""
    model = networks[network](num_classes=classes)
    state = {
        name: torch.zeros((), dtype=torch.int64) if value.dim() == 0 else formula(name, value.shape)
        for name, value in model.state_dict().items()
    }
    model.load_state_dict({**state, **statistics})
    return model.to(dtype)


def calibrated(network, images):
    """Running statistics that fit the weights, so that evaluation is well conditioned: those of the images."""
    model = fresh(network, {}, torch.float64).train()
    norms = [module for module in model.modules() if isinstance(module, torch.nn.BatchNorm2d)]
    for norm in norms:
        norm.momentum = 1.0
    with torch.no_grad():
        model(images.double())
    return {name: value.float() for name, value in model.state_dict().items() if "running_" in name}


def features(model, images, preactivations):
    """Logits; and the stem's map behind the pool, a map a stage (before its last ReLU, if asked), the pooled vector."""
    seen = {}
    hooks = [model.maxpool.register_forward_hook(lambda _, inputs, output: seen.update(stem=output))]
    for stage in range(1, 5):
        block = getattr(model, f"layer{stage}")[-1]

        def keep(_, inputs, name=f"layer{stage}"):
            # Called twice in a block, and in place: the second one is the block's last.
            seen[f"{name}/preactivation"] = inputs[0].clone()

        def keep_output(_, inputs, output, name=f"layer{stage}"):
            seen[name] = output

        hooks += [block.relu.register_forward_pre_hook(keep), block.register_forward_hook(keep_output)]
    hooks.append(model.avgpool.register_forward_hook(lambda _, inputs, output: seen.update(pooled=output.flatten(1))))
    logits = model(images)
    for hook in hooks:
        hook.remove()
    maps = [seen[f"layer{stage}" + ("/preactivation" if preactivations else "")] for stage in range(1, 5)]
    return logits, [seen["stem"], *maps, seen["pooled"]]


def samples(tensor, count):
    flat = tensor.detach().contiguous().flatten()
    return flat[[j * (flat.numel() - 1) // (count - 1) for j in range(count)]]


def statistics_of(tensor):
    flat = tensor.detach().flatten()
    return torch.stack([flat.mean(), flat.std(correction=0), flat.abs().max(), flat.norm()])


def run(network, statistics, images, labels, dtype, kept_norms):
    """All that the vectors keep, and the whole gradients."""
    found = {}
    gradients = {}
    images = images.to(dtype)
    for mode in "eval", "eval_preact", "train", "train_preact":
        model = fresh(network, statistics, dtype).train(mode.startswith("train"))
        logits, outputs = features(model, images, mode.endswith("preact"))
        if not mode.endswith("preact"):
            found[f"{mode}/logits"] = logits
        found[f"{mode}/feat_samples"] = torch.stack([samples(output, 64) for output in outputs])
        found[f"{mode}/feat_stats"] = torch.stack([statistics_of(output) for output in outputs])
        if mode.startswith("train"):
            state = model.state_dict()
            for norm in kept_norms:
                for buffer in "running_mean", "running_var", "num_batches_tracked":
                    found[f"{mode}/{norm}.{buffer}"] = state[f"{norm}.{buffer}"].clone().reshape(-1)
        if mode == "train":
            loss = torch.nn.functional.cross_entropy(logits, labels)
            loss.backward()
            found["train/cross_entropy"] = loss
            gradients = {name: parameter.grad.clone() for name, parameter in model.named_parameters()}
    found["train/grad_norm"] = torch.stack([gradient.norm() for gradient in gradients.values()])
    found["train/grad_samples"] = torch.stack([samples(gradient, 16) for gradient in gradients.values()])
    return {name: tensor.detach() for name, tensor in found.items()}, gradients


def drift_of(tensor, reference):
    return ((tensor.double() - reference.double()).abs().max() / reference.double().abs().max()).item()


def tolerance_of(drift):
    return {"drift": float(f"{drift:.2e}"), "tol": tolerance(drift)}


def tolerance(drift):
    wanted = max(1e-5, 30 * drift)
    digit = 10.0 ** math.floor(math.log10(wanted))
    return float(f"{math.ceil(wanted / digit - 1e-9) * digit:.0e}")


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
    path.write_bytes(struct.pack("<Q", len(text)) + text + values)


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
            tensors[f"f64/{name}"] = exact[name].float()
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
    path = here / f"{network}.hash.safetensors"
    write(path, tensors, case)
    print(network, path.stat().st_size, case["conditioning"])

    model.eval()
    with torch.no_grad():
        _, outputs = features(model, torch.zeros(1, 3, usual_size, usual_size), False)
    parameters = set(trained)
    about = {
        "network": network,
        "num_classes": classes,
        "image_size": usual_size,
        "param_count": sum(parameter.numel() for parameter in model.parameters()),
        "state_dict": [
            {"name": name, "shape": list(value.shape), "kind": "param" if name in parameters else "buffer"}
            for name, value in model.state_dict().items()
        ],
        "feature_shapes_chw": [list(output.shape[1:]) for output in outputs],
    }
    (here / f"{network}.json").write_text(compact(about))
    return compact(
        {
            "case": f"networks/{network}.hash",
            "file": f"networks/{network}.hash.safetensors",
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
