"""Runs many gcloud command lines in forks of one process, since gcloud takes a second to start. gcloud itself starts this file with the path of its
own program. Reads a JSON list of command lines, and prints a JSON list of their exit codes."""

import json
import os
import runpy
import sys

program = sys.argv[1]
sys.path[0] = os.path.dirname(program)
gcloud = runpy.run_path(program, run_name="gcloud")
try:
    # What gcloud.main() does first.
    sys.path = gcloud["reorder_sys_path"](sys.path)
    gcloud["_fix_google_module"]()
    gcloud["_import_gcloud_main"]()
except KeyError:
    # In another version: each fork imports it.
    pass

statuses = []
for words in json.load(sys.stdin):
    child = os.fork()
    if child == 0:
        sys.argv = [program, *words]
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nothing, stream)
        try:
            gcloud["main"]()
            os._exit(0)
        except SystemExit as end:
            os._exit(end.code if isinstance(end.code, int) else 0 if end.code is None else 1)
        except BaseException:
            os._exit(70)
    statuses.append(os.WEXITSTATUS(os.waitpid(child, 0)[1]))
print(json.dumps(statuses))
