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
