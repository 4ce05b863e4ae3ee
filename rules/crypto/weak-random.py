import random
import secrets


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
