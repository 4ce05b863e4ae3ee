import logging

from flask import Flask, request

app = Flask(__name__)
logger = logging.getLogger(__name__)


@app.post("/login")
def login():
    password = request.form["password"]
    # ruleid: sensitive-data-in-log, log-injection
    logger.info("login with %s", password)
    # ok: sensitive-data-in-log
    logger.info("login of user %d", 17)
    # ruleid: log-injection
    logging.warning("search for " + request.args["term"])
    return "done"
