import json

import mongoengine
from flask import Flask, request
from pymongo import MongoClient

app = Flask(__name__)
users = MongoClient().shop.users


@app.post("/login")
def login():
    # ruleid: nosql-injection
    user = users.find_one({"email": request.json["email"]})
    # ok: nosql-injection
    same = users.find_one({"email": str(request.json["email"])})
    return {"user": user, "same": same}


@app.get("/search")
def search():
    wanted = json.loads(request.args["filter"])
    # ruleid: nosql-injection
    found = users.find({"name": wanted})
    # ok: nosql-injection
    same = users.find({"name": {"$eq": wanted}})
    # ok: nosql-injection
    plain = users.find({"name": request.args["name"]})
    # ruleid: code-injection
    scripted = users.find_one({"$where": "this.name === '" + request.args["name"] + "'"})
    # ruleid: nosql-injection
    orders = mongoengine.get_db().orders.aggregate(pipeline=[{"$match": wanted}])
    return {"found": [found, same, plain, scripted, orders]}
