"""
RepDistiller's side of `npm run bench -- --reference DIR`: whole training steps by the checkout's own main(), in rounds.

`reference.py OPTIONS`, as JSON. main() is given a loader that notes the time of each request for a batch. After each
round it prints how long the steps took, as a line of JSON, and waits for a line on standard input before it hands out
more; at the input's end it stops. What RepDistiller itself prints goes to standard error. It runs in a temporary folder,
so that nothing is written into the checkout.
"""

import json
import os
import resource
import sys
import tempfile
import time
import types

import numpy
import torch

CLASSES = 100


class Stopped(Exception):
    """The input has ended: no more steps are wanted."""


class Rounds:
    def __init__(self, steps, output):
        self.steps = steps
        self.output = output
        self.before = None
        self.begin()

    def begin(self):
        self.milliseconds = []
        self.processor = time.process_time()

    def request(self):
        """Is called at each request for a batch: between two of them lies a step."""
        now = time.perf_counter()
        if self.before is not None:
            self.milliseconds.append(1000 * (now - self.before))
        if len(self.milliseconds) == self.steps:
            self.report()
            if not sys.stdin.readline():
                raise Stopped
            self.begin()
            now = time.perf_counter()
        self.before = now

    def report(self):
        round = {
            "milliseconds": self.milliseconds,
            "processorMilliseconds": 1000 * (time.process_time() - self.processor),
            "peakKilobytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        }
        print(json.dumps(round), file=self.output, flush=True)


class Negatives:
    """CRD's, drawn as RepDistiller's data set does for one image after the other."""

    def __init__(self, labels, count):
        self.count = count
        self.others = [numpy.flatnonzero(labels != label) for label in range(CLASSES)]

    def draw(self, indices):
        return torch.from_numpy(numpy.stack([self.draw_one(index) for index in indices.tolist()]))

    def draw_one(self, index):
        others = self.others[index % CLASSES]
        drawn = numpy.random.choice(others, self.count, replace=self.count > len(others))
        return numpy.hstack((numpy.asarray([index]), drawn))


class Loader:
    """Hands out batches that lie in memory, without end: images, labels and what `further` adds."""

    def __init__(self, options, rounds, further):
        self.rounds = rounds
        self.further = further
        self.length = -(-options["images"] // options["batch"])
        self.is_first_stage = options["hasFirstStage"]
        shape = (options["batch"], 3, 32, 32)
        indices = [torch.randint(options["images"], shape[:1]) for _ in range(8)]
        # What its users' data set keeps in memory: eight bits a value, with a fifth as many images for tests.
        self.images = os.urandom(options["images"] * 6 // 5 * 32 * 32 * 3)
        self.batches = [(torch.randn(shape), index % CLASSES, index) for index in indices]

    def __len__(self):
        return self.length

    def __iter__(self):
        if self.is_first_stage:  # Only the main stage is measured.
            self.is_first_stage = False
            images, labels, indices = self.batches[0]
            yield (images, labels, *self.further(indices))
            return
        while True:
            for images, labels, indices in self.batches:
                self.rounds.request()
                yield (images, labels, *self.further(indices))


def provide(name, **contents):
    """Puts a module in place of one that the checkout imports."""
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(contents)


def provide_loaders(options, rounds):
    def vanilla(**_):
        return Loader(options, rounds, lambda indices: ()), []

    def instances(is_instance=False, **_):
        if not is_instance:
            return vanilla()
        return Loader(options, rounds, lambda indices: (indices,)), [], options["images"]

    def samples(k, **_):
        negatives = Negatives(numpy.arange(options["images"]) % CLASSES, k)
        return Loader(options, rounds, lambda indices: (indices, negatives.draw(indices))), [], options["images"]

    provide("dataset")
    provide("dataset.cifar100", get_cifar100_dataloaders=instances, get_cifar100_dataloaders_sample=samples)


def make_teacher(network, path):
    from models import model_dict

    os.makedirs(os.path.dirname(path))
    torch.save({"model": model_dict[network](num_classes=CLASSES).state_dict()}, path)


def compile_networks():
    """Lets the checkout's networks compile themselves when they are first called."""
    from models import model_dict

    def compiled(make):
        def make_compiled(**options):
            network = make(**options)
            network.compile()
            return network

        return make_compiled

    for name, make in model_dict.items():
        model_dict[name] = compiled(make)


def run(options, output):
    torch.set_num_threads(options["threads"])
    if not torch.cuda.is_available():
        torch.Tensor.cuda = lambda tensor: tensor  # CRD's memory bank asks for a GPU even where there is none.
    sys.path.insert(0, options["checkout"])
    provide("tensorboard_logger", Logger=lambda **_: types.SimpleNamespace(log_value=lambda *_: None))
    provide_loaders(options, Rounds(options["stepsARound"], output))
    if options["isCompiled"]:
        compile_networks()
    sys.argv = [options["program"], *options["arguments"]]
    if options.get("teacher"):
        make_teacher(**options["teacher"])
    device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        with torch.autocast(device, torch.bfloat16, enabled=options["mixedPrecision"]):
            __import__(options["program"]).main()
    except Stopped:
        pass


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        run(json.loads(sys.argv[1]), answers)
        os.chdir("/")
