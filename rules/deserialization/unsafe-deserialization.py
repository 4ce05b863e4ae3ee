import json
import pickle

import yaml
from flask import Flask, request

app = Flask(__name__)


@app.post("/cart")
def cart():
    # ruleid: unsafe-deserialization
    goods = pickle.loads(request.data)
    # ok: unsafe-deserialization
    plain = json.loads(request.data)
    # ruleid: unsafe-deserialization
    settings = yaml.load(request.data, Loader=yaml.Loader)
    # ok: unsafe-deserialization, unsafe-yaml-load
    other = yaml.safe_load(request.data)
    return {"goods": goods, "plain": plain, "settings": settings, "other": other}


def read(path):
    with open(path) as file:
        # ruleid: unsafe-yaml-load
        return yaml.load(file, Loader=yaml.FullLoader)


import torch


def restore(path, data):
    # ruleid: object-decoder
    a = pickle.loads(data)
    # ruleid: object-decoder
    b = torch.load(path)
    # ok: object-decoder
    c = torch.load(path, weights_only=True)
    # ok: object-decoder
    d = pickle.loads(pickle.dumps(c))
    kept = pickle.dumps(c)
    # ok: object-decoder
    e = pickle.loads(kept)
    return a, b, c, d, e
