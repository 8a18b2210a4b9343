"""Fetches the source distribution of a package from PyPI and unpacks it."""
import glob
import os
import subprocess
import sys
import tarfile


def fetch(requirement, into):
    name = requirement.replace("==", "-")
    folder = os.path.join(into, name)
    if not os.path.isdir(folder):
        os.makedirs(into, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", requirement, "-d", into]
        subprocess.run(command, check=True, stdout=sys.stderr)
        with tarfile.open(glob.glob(os.path.join(into, name + "*.tar.gz"))[0]) as archive:
            archive.extractall(into, filter="data")
    return folder
