"""
PyTorch's side: its ImageNet example's loader over a folder's JPEGs, all of them once a pass. After each round it says how
long the passes took, and waits for a line on its standard input before it goes on.
"""
import json
import os
import resource
import sys
import time

import torch
from torchvision import datasets, transforms


def processor_seconds(pids):
    """The time that the processors have worked for these processes."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def main():
    task = json.loads(sys.argv[1])
    transform = transforms.Compose(
        [
            transforms.RandomResizedCrop(224),
            transforms.RandomHorizontalFlip(),
            transforms.ToTensor(),
            transforms.Normalize(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225]),
        ]
    )
    loader = torch.utils.data.DataLoader(
        datasets.ImageFolder(os.path.join(task["folder"], "train"), transform),
        batch_size=task["batch"],
        shuffle=True,
        num_workers=task["threads"],
        persistent_workers=True,
    )

    def round_of_passes():
        milliseconds = []
        pids = None
        for _ in range(task["passes"]):
            began = time.perf_counter()
            images = sum(len(labels) for _, labels in loader)
            milliseconds.append((time.perf_counter() - began) * 1000)
            assert images == len(loader.dataset)
        pids = [os.getpid(), *(worker.pid for worker in loader._iterator._workers)]
        return milliseconds, processor_seconds(pids)

    before = 0
    while True:
        milliseconds, spent = round_of_passes()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        told = {
            "milliseconds": milliseconds,
            "processorMilliseconds": (spent - before) * 1000,
            "peakKilobytes": peak,
        }
        before = spent
        print(json.dumps(told), flush=True)
        if not sys.stdin.readline():
            break


if __name__ == "__main__":
    main()
