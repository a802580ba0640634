"""How far off float32 is, and what is allowed for it."""

import math


def drift_of(tensor, reference):
    return ((tensor.double() - reference.double()).abs().max() / reference.double().abs().max()).item()


def tolerance_of(drift):
    return {"drift": float(f"{drift:.2e}"), "tol": tolerance(drift)}


def tolerance(drift):
    wanted = max(1e-5, 30 * drift)
    digit = 10.0 ** math.floor(math.log10(wanted))
    return float(f"{math.ceil(wanted / digit - 1e-9) * digit:.0e}")
