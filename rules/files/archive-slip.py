import tarfile
import tempfile


def unpack(path, folder):
    with tarfile.open(path) as archive:
        # ruleid: archive-slip
        archive.extractall(folder)
        # ok: archive-slip
        archive.extractall(folder, filter="data")
        # ruleid: archive-slip
        archive.extractall(folder, filter="fully_trusted")
        # ruleid: archive-slip
        archive.extractall(folder, members=archive)
        # ok: archive-slip
        archive.extractall(folder, members=checked(archive))
    # ruleid: insecure-temporary-file
    name = tempfile.mktemp()
    # ok: insecure-temporary-file
    handle, other = tempfile.mkstemp()
    return name, handle, other
