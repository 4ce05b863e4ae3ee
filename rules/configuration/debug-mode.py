import os

from flask import Flask
from django.views.decorators.csrf import csrf_exempt

app = Flask(__name__)

# ruleid: debug-mode
DEBUG = True
# ruleid: any-host-allowed
ALLOWED_HOSTS = ["*"]
# ok: any-host-allowed
ALLOWED_HOSTS = ["shop.example.com"]
# ok: debug-mode
DEBUG = os.environ.get("DEBUG") == "1"


@csrf_exempt
# ruleid: csrf-protection-disabled
def transfer(request):
    return request.POST


# ok: csrf-protection-disabled
def show(request):
    return request.GET


def protect(path):
    # ruleid: world-writable-file
    os.chmod(path, 0o777)
    # ruleid: world-writable-file
    os.chmod(path, 0o7)
    # ok: world-writable-file
    os.chmod(path, 0o750)


if __name__ == "__main__":
    # ruleid: debug-mode
    app.run(host="127.0.0.1", debug=True)
    # ok: debug-mode
    app.run(debug=False)


import stat

from django.conf import settings
from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect(app)
# ruleid: debug-mode
settings.configure(DEBUG=True)
# ok: debug-mode
settings.configure(DEBUG=False)
# ruleid: csrf-protection-disabled
app.config["WTF_CSRF_CHECK_DEFAULT"] = False


@app.route("/hook", methods=["POST"])
@csrf.exempt
# ruleid: csrf-protection-disabled
def hook():
    return "done"


def modes(path):
    # ruleid: world-writable-file
    os.chmod(path, 511)
    # ruleid: world-writable-file
    os.chmod(path, stat.S_IRUSR | stat.S_IWOTH)
    # ruleid: world-writable-file
    os.chmod(mode=0o666, path=path)
    # ok: world-writable-file
    os.chmod(path, stat.S_IRUSR | stat.S_IWUSR)
    # ok: world-writable-file
    os.chmod(path, 256)
    # ruleid: world-writable-file
    os.umask(0)
    # ok: world-writable-file
    os.umask(0o077)
    # ok: world-writable-file
    mask = os.umask(0)
    os.umask(mask)
