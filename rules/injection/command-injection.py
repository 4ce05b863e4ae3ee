import contextvars
import os
import shlex
import subprocess
import sys
import threading

from flask import Flask, g, request

app = Flask(__name__)


@app.route("/thumbnail")
def thumbnail():
    name = request.args["name"]
    # ruleid: command-injection
    os.system("convert " + name + " out.png")
    # ruleid: command-injection
    subprocess.run(f"convert {name} out.png", shell=True)
    # ok: command-injection
    subprocess.run(["convert", "--", name, "out.png"], check=True)
    # ok: command-injection
    subprocess.run("convert " + shlex.quote(name), shell=True)
    # ruleid: command-injection
    os.popen("ls %s" % name)
    # ruleid: command-injection
    subprocess.check_output("ls " + name, shell=True)
    return "done"


@app.before_request
def remember():
    g.folder = request.args.get("folder")
    g.tool = "ls"


@app.route("/listing")
def listing():
    # ruleid: command-injection
    os.system("ls " + g.folder)
    # ruleid: command-injection
    os.system("ls " + g.get("folder"))
    # ok: command-injection
    os.system(g.tool + " .")
    tool = request.args["tool"]
    if tool not in ("ls", "du"):
        sys.exit(1)
    # ok: command-injection
    os.system(tool + " .")
    return "done"
@app.route("/quoted")
def quoted():
    words = request.args.getlist("words")
    # ok: command-injection
    os.system(shlex.join(["echo", *words]))
    # ok: command-injection
    os.system("echo " + " ".join(map(shlex.quote, words)))
    # ruleid: command-injection
    os.system("echo " + " ".join(map(str.upper, words)))
    return "done"


@app.route("/program")
def program():
    # ruleid: command-injection
    subprocess.run([request.args["tool"], "--version"], check=True)
    # ok: command-injection
    subprocess.run(["convert", request.args["tool"]], check=True)
    return "done"


host = contextvars.ContextVar("host")
local = threading.local()


@app.before_request
def keep_host():
    host.set(request.args["host"])
    local.host = request.args["host"]
    local.port = 80


@app.route("/ping")
def ping_kept():
    # ruleid: command-injection
    os.system("ping -c 4 " + host.get())
    # ruleid: command-injection
    os.system("ping -c 4 " + local.host)
    # ok: command-injection
    os.system("ping -c 4 " + local.port)
    return "done"


QUIET = {"shell": False, "check": True}
SHELL = {"shell": True}


@app.route("/list")
def list_with_options():
    options = {"shell": True}
    # ruleid: command-injection
    subprocess.run("ls " + request.args["folder"], **options)
    # ruleid: command-injection
    subprocess.run("ls " + request.args["folder"], **SHELL)
    # ok: command-injection
    subprocess.run(["ls", request.args["folder"]], **QUIET)
    # ok: command-injection
    subprocess.run(["ls", request.args["folder"]], **options_from_elsewhere())
    return "done"
