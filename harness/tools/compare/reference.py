"""
RepDistiller's side of `redistill compare`: one training by the checkout's own main().

`reference.py OPTIONS`, as JSON, in an empty folder. What main() tells its TensorBoard logger is recorded; when it is
done, record.json holds each epoch's values, the accuracy of the teacher as RepDistiller measured it, and the norm of
the student's weights. All that RepDistiller writes stays in that folder.
"""

import glob
import json
import math
import os
import random
import sys
import time
import types

import numpy
import torch
import torchvision

# As Redistill's own jobs end where the loss becomes NaN or infinite.
DIVERGED = 5

# What a network keeps beside its weights.
STATISTICS = ("running_mean", "running_var", "num_batches_tracked")

NUMBERS = {"F32": numpy.float32, "I64": numpy.int64}


def provide_logger(epochs):
    """In place of the module of that name, which is not needed: each value goes into its epoch of `epochs`."""

    def log_value(name, value, epoch):
        while len(epochs) < epoch:
            epochs.append({})
        epochs[epoch - 1][name] = float(value)

    module = types.ModuleType("tensorboard_logger")
    module.Logger = lambda **_: types.SimpleNamespace(log_value=log_value)
    sys.modules["tensorboard_logger"] = module


def provide_data(folder, hashes):
    """Lets torchvision take our files for the official ones, by the hashes that these have."""
    os.symlink(folder, "data")
    cifar100 = torchvision.datasets.CIFAR100
    cifar100.train_list = [["train", hashes["train"]]]
    cifar100.test_list = [["test", hashes["test"]]]
    cifar100.meta = {"filename": "meta", "key": "fine_label_names", "md5": hashes["meta"]}
    # RepDistiller's loader of negatives knows the images and labels by the names that early versions had.
    cifar100.train_data = cifar100.test_data = property(lambda self: self.data)
    cifar100.train_labels = cifar100.test_labels = property(lambda self: self.targets)


def tensors_in(path):
    """The tensors of a safetensors file."""
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        values = file.read()
    header.pop("__metadata__", None)
    return {name: tensor_of(entry, values) for name, entry in header.items()}


def tensor_of(entry, values):
    start, end = entry["data_offsets"]
    numbers = numpy.frombuffer(values[start:end], NUMBERS[entry["dtype"]])
    return torch.from_numpy(numbers.reshape(entry["shape"]).copy())


def make_teacher(path, weights):
    os.makedirs(os.path.dirname(path))
    torch.save({"model": tensors_in(weights)}, path)


def note_accuracies(program):
    """Returns a list that gets the accuracy of each network that RepDistiller measures."""
    measured = []
    validate = program.validate

    def noted(*args, **options):
        values = validate(*args, **options)
        measured.append(float(values[0]))
        return values

    program.validate = noted
    return measured


def weight_norm():
    (path,) = glob.glob("save/**/*_last.pth", recursive=True)
    model = torch.load(path, map_location="cpu", weights_only=False)["model"]
    weights = (tensor for name, tensor in model.items() if not name.endswith(STATISTICS))
    return sum(float(tensor.double().pow(2).sum()) for tensor in weights) ** 0.5


def run(options):
    torch.set_num_threads(options["threads"])
    if not torch.cuda.is_available():
        torch.Tensor.cuda = lambda tensor: tensor  # CRD's memory bank asks for a GPU even where there is none.
    random.seed(options["seed"])
    numpy.random.seed(options["seed"])
    torch.manual_seed(options["seed"])

    epochs = []
    provide_logger(epochs)
    provide_data(**options["data"])
    teacher = options.get("teacher")
    if teacher:
        make_teacher(**teacher)
    sys.path.insert(0, options["checkout"])
    sys.argv = [options["program"], *options["arguments"]]
    program = __import__(options["program"])
    measured = note_accuracies(program)
    start = time.perf_counter()
    program.main()
    return {
        "epochs": epochs,
        # Before it trains a student RepDistiller measures its teacher.
        **({"teacherAccuracy": measured[0]} if teacher else {}),
        "weightNorm": weight_norm(),
        "seconds": time.perf_counter() - start,
        "pytorch": torch.__version__,
        "device": torch.cuda.get_device_name() if torch.cuda.is_available() else "CPU",
    }


if __name__ == "__main__":
    record = run(json.loads(sys.argv[1]))
    if not all(math.isfinite(epoch["train_loss"]) for epoch in record["epochs"]):
        sys.exit(DIVERGED)
    with open("record.json", "w") as file:
        json.dump(record, file)
