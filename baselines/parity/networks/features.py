"""What a network has to say of images."""


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
