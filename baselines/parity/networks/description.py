"""What a network is made of: the names and shapes of its state_dict, and its features' shapes."""

import torch

from features import features
from torchvision_networks import classes, networks

usual_size = 224


def description(network):
    """Of images of the usual size."""
    model = networks[network](num_classes=classes).eval()
    parameters = {name for name, _ in model.named_parameters()}
    with torch.no_grad():
        _, outputs = features(model, torch.zeros(1, 3, usual_size, usual_size), False)
    return {
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
