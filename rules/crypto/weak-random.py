import random
import secrets

import jwt
from sqlmodel import Session, select


def make_reset_code(user):
    # ruleid: weak-random
    return random.randint(100000, 999999)


def roll():
    # ok: weak-random
    return random.randint(1, 6)


# ruleid: weak-random
session_id = "".join(random.choice("abcdef0123456789") for _ in range(32))
# ok: weak-random
session_key = secrets.token_hex(16)


def remember(store, sessions, user):
    key = "remember" + user
    value = str(random.getrandbits(32))[2:]
    # ruleid: weak-random
    sessions[key] = value
    # ok: weak-random
    store[key] = value
    generator = random.SystemRandom()
    # ok: weak-random
    sessions[key] = str(generator.random())
    # ruleid: weak-random
    send(user, token=value)
def register(accounts):
    # ruleid: weak-random
    password = "".join(random.choices("abc", k=8))
    # ok: weak-random
    enter(accounts, password)


def enter(accounts, password):
    # ok: weak-random
    accounts.add(password=password)


def read(text, key=str(random.random())):
    # ok: weak-random
    session_name = jwt.decode(text, key)["name"]
    return session_name


def invited(session: Session, accounts):
    name = str(random.random())
    # ok: weak-random
    session_user = session.exec(select(accounts).where(accounts.name == name)).first()
    # ruleid: weak-random
    session_name = "guest" + name
    return session_user, session_name
