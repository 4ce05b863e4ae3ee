import logging

from flask import Flask, request

app = Flask(__name__)
logger = logging.getLogger(__name__)


@app.post("/login")
def login():
    password = request.form["password"]
    # ruleid: sensitive-data-in-log, log-injection
    logger.info("login with %s", password)
    # ruleid: sensitive-data-in-log
    logger.info("login with %r", password)
    # ok: log-injection
    logger.info("login of %r", request.form["name"])
    # ok: sensitive-data-in-log
    logger.info("login of user %d", 17)
    connection = driver.connect(host="db", password=password)
    # ok: sensitive-data-in-log
    logger.info("connected: %s", connection.status)
    # ruleid: log-injection
    logging.warning("search for " + request.args["term"])
    return "done"


def register():
    account = accounts.create(name="jo", password=request.form["password"])
    # ok: sensitive-data-in-log
    logger.info("registered %s", account.id)
    # ruleid: sensitive-data-in-log, log-injection
    logger.info("registered with %s", request.form["password"].strip())
