"""Makes the trajectory whose names are salted, and its line of ../index.json, with the authors' code:
python make.py REPDISTILLER (commit b84f547; PyTorch 2.15, NumPy 2.4). The other trajectories are of the authors' main()."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import numpy
import torch

here = Path(__file__).parent
sys.path[:0] = [str(here.parent / "networks"), sys.argv[1]]

from formula import formula, unit  # noqa: E402
from measurement import samples  # noqa: E402
from tensor_file import entry_of, write  # noqa: E402
from tolerance import drift_of, tolerance_of  # noqa: E402

from distiller_zoo import DistillKL  # noqa: E402
from helper.loops import train_distill  # noqa: E402
from models import model_dict  # noqa: E402

name = "resnet8_resnet14.kd.other"
case = {
    **{"student": "resnet8", "teacher": "resnet14", "method": "kd", "scheme": "hash", "salt": "x3"},
    **{"gamma": 0.7, "alpha": 2.0, "beta": 0.0, "kd_T": 1.5, "batch": 6, "steps": 3, "init_epochs": 0},
    # Chosen so that a ReLU stands within rounding of zero.
    "step_offset": 30,
    **{"lr": 0.03, "momentum": 0.5, "weight_decay": 0.01},
}
classes = 100


def images_of(step):
    pixels = 2 * unit(f"{case['salt']}input{step + case['step_offset']}", case["batch"] * 3 * 32 * 32)
    return torch.from_numpy(pixels.astype(numpy.float32)).reshape(-1, 3, 32, 32)


def network(name, statistics=None):
    model = model_dict[name](num_classes=classes)
    state = {
        key: torch.zeros((), dtype=torch.int64) if value.dim() == 0 else formula(case["salt"] + key, value.shape)
        for key, value in model.state_dict().items()
    }
    model.load_state_dict({**state, **(statistics or {})})
    return model


def teacher_statistics():
    """Those of the first images, so that evaluation is well conditioned."""
    model = network(case["teacher"]).double().train()
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = 1.0
    with torch.no_grad():
        model(images_of(0).double())
    return {key: value.float() for key, value in model.state_dict().items() if "running_" in key}


def run(dtype, statistics):
    """All that the vectors keep."""
    student, teacher = network(case["student"]).to(dtype), network(case["teacher"], statistics).to(dtype)
    criteria = [torch.nn.CrossEntropyLoss(), DistillKL(case["kd_T"]), DistillKL(case["kd_T"])]
    optimizer = torch.optim.SGD(
        student.parameters(), lr=case["lr"], momentum=case["momentum"], weight_decay=case["weight_decay"]
    )
    seen = {}
    for key, module in {"logits": student, "loss_cls": criteria[0], "loss_div": criteria[1]}.items():
        module.register_forward_hook(
            lambda _module, _inputs, output, key=key: seen.update({key: output[1] if key == "logits" else output})
        )
    options = SimpleNamespace(distill="kd", print_freq=1000, **{key: case[key] for key in ("gamma", "alpha", "beta")})
    found, logits = {}, []
    for step in range(case["steps"]):
        labels = torch.tensor([(i * 7 + step + case["step_offset"]) % classes for i in range(case["batch"])])
        batch = [(images_of(step).to(dtype), labels, torch.arange(case["batch"]))]
        # The loop makes its images float32.
        with mock.patch.object(torch.Tensor, "float", lambda tensor: tensor.to(dtype)):
            _, loss = train_distill(1, batch, torch.nn.ModuleList([student, teacher]), criteria, optimizer, options)
        found[f"step{step}/loss"] = torch.tensor(loss, dtype=torch.float64)
        found |= {f"step{step}/{key}": seen[key].detach() for key in ("loss_cls", "loss_div")}
        logits.append(seen["logits"].detach())
    found["step_logits"] = torch.stack(logits)
    with torch.no_grad():
        found["final_eval_logits"] = student.eval()(images_of(0).to(dtype))
        found["teacher_eval_logits"] = teacher.eval()(images_of(0).to(dtype))
    parameters = dict(student.named_parameters())
    found["params_after/norm"] = torch.stack([value.detach().norm() for value in parameters.values()])
    found["params_after/samples"] = torch.stack([samples(value, 16) for value in parameters.values()])
    found |= {f"bn_after/{key}": value for key, value in student.state_dict().items() if "running_" in key}
    return found, [f"student.{key}" for key in parameters]


statistics = teacher_statistics()
exact, names = run(torch.float64, statistics)
single, _ = run(torch.float32, statistics)
# Another kernel: what float32 comes to depends on the order of its sums.
with torch.backends.mkldnn.flags(enabled=False):
    other, _ = run(torch.float32, statistics)
tensors = {f"teacher_bn/{key}": value for key, value in statistics.items()}
entries = [entry_of(key, value) for key, value in tensors.items()]
scalars = {}
for key, value in single.items():
    allowed = tolerance_of(max(drift_of(one[key], exact[key]) for one in (single, other)))
    if value.dim() == 0:
        scalars[key] = {"f32": value.item(), "f64": exact[key].item(), **allowed}
        continue
    tensors[key] = exact[key].float()
    entries.append({**entry_of(key, value), **allowed})
drifts = [
    max(drift_of(one["step_logits"][step], exact["step_logits"][step]) for one in (single, other))
    for step in range(case["steps"])
]
case |= {"step_logits_drift": drifts, "param_names": names, "kind": "traj", "name": name}
case |= {"layout": "NCHW/OIHW (PyTorch)", "scalars": scalars}
path = here / f"{name}.safetensors.gz"
write(path, tensors, case)
line = {"case": f"traj/{name}", "file": f"traj/{name}.safetensors.gz", "bytes": path.stat().st_size}
line = json.dumps({**line, "tensors": entries, "scalars": scalars, "scheme": "hash"}, separators=(",", ":"))
index = here.parent / "index.json"
lines = index.read_text().splitlines()
place = next(i for i, old in enumerate(lines) if f'"traj/{name}"' in old)
lines[place] = f"{line},"
index.write_text("\n".join(lines) + "\n")
