import os
import shlex
import subprocess


def convert(name, formula):
    # ruleid: shell-enabled
    subprocess.run("convert " + name, shell=True)
    # ok: shell-enabled
    subprocess.run("ls -l", shell=True)
    # ok: shell-enabled
    subprocess.run(["convert", name])
    # ruleid: shell-enabled
    os.system(f"convert {name}")
    # ok: shell-enabled
    os.system(f"convert {shlex.quote(name)}")
    # ok: shell-enabled
    subprocess.run("convert " + shlex.quote(name), shell=True)
    # ruleid: dynamic-code
    value = eval(formula)
    # ok: dynamic-code
    other = eval("1 + 1")
    return value, other
