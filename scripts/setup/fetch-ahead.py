"""Fetches a wheel and unpacks it, in a process of its own: fetch-ahead.py FOLDER PARTS PIP_ARGUMENTS...

pip puts the wheel into FOLDER and verifies its sha256. Then PARTS, a JSON list of paths within the wheel, go to
FOLDER/unpacked. FOLDER/unpacked.json lists them with their sizes, and is there only when all of them are whole.
Ends as pip does; where only unpacking fails, the wheel remains.
"""

import glob
import json
import os
import runpy
import shutil
import sys
import zipfile


def fetch(pip_arguments):
    """In this process, so that whoever kills it kills pip as well. Ends the process where pip fails."""
    sys.argv[1:] = pip_arguments
    try:
        runpy.run_module("pip", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if end.code:
            raise


def unpack(wheel, folder, parts):
    """Returns what is there now; raises an error where the wheel lacks a part, or a checksum is wrong."""
    with zipfile.ZipFile(wheel) as archive:
        return [unpack_part(archive, archive.getinfo(part), folder) for part in parts]


def unpack_part(archive, member, folder):
    path = os.path.join(folder, member.filename)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    # Zip keeps the mode in the upper half, as scripts/setup/unpack.ts knows.
    mode = 0o755 if member.external_attr >> 16 & 0o111 else 0o644
    out = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(out, "wb") as target, archive.open(member) as packed:
        shutil.copyfileobj(packed, target, 256 * 1024)
    return {"path": member.filename, "size": member.file_size}


def main():
    folder, parts, *pip_arguments = sys.argv[1:]
    fetch(pip_arguments)
    # `npm ci` takes longer, and comes first.
    os.nice(5)
    unpacked = os.path.join(folder, "unpacked")
    try:
        (wheel,) = glob.glob(os.path.join(glob.escape(folder), "*.whl"))
        files = unpack(wheel, unpacked, json.loads(parts))
        partial = unpacked + ".partial"
        with open(partial, "w") as out:
            json.dump(files, out)
        os.rename(partial, unpacked + ".json")
    except Exception:
        # The set-up unpacks the wheel, and says what is wrong with it or with the disk.
        shutil.rmtree(unpacked, ignore_errors=True)


main()
