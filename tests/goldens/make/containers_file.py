"""``containers.json``, which says of each model in the other containers what there is; for every Python since 2.7."""
import fcntl
import json
import os


def update(out, record):
    """Put ``record`` in the place of the one of the same folder."""
    with open(os.path.join(out, "containers.json"), "a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        text = file.read()
        records = {(old["stack"], old["name"]): old for old in json.loads(text)} if text else {}
        records[record["stack"], record["name"]] = record
        file.seek(0)
        file.truncate()
        json.dump([records[key] for key in sorted(records)], file, indent=1, sort_keys=True)
        file.write("\n")
