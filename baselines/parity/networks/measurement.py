"""What the vectors keep of a network: outputs, features, running statistics and gradients, whole or in samples."""

import torch

from features import features
from torchvision_networks import fresh


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
