"""torchvision's networks, with weights of the formula."""

import torch
import torchvision

from formula import formula

networks = {"ResNet18": torchvision.models.resnet18, "ResNet34": torchvision.models.resnet34}
classes = 100


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
