import ssl

import paramiko
import requests


def fetch(url):
    # ruleid: tls-verification-disabled
    open_answer = requests.get(url, timeout=3, verify=False)
    # ok: tls-verification-disabled
    answer = requests.get(url, timeout=3)
    # ruleid: tls-verification-disabled
    context = ssl._create_unverified_context()
    # ok: tls-verification-disabled
    default = ssl.create_default_context()
    # ruleid: weak-tls-version
    default.minimum_version = ssl.TLSVersion.TLSv1
    # ok: weak-tls-version
    default.minimum_version = ssl.TLSVersion.TLSv1_2
    return open_answer, answer, context


def connect(host):
    client = paramiko.SSHClient()
    # ruleid: ssh-host-key-unchecked
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    # ok: ssh-host-key-unchecked
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    return client.connect(host)


def trusting(client):
    from paramiko.client import AutoAddPolicy, RejectPolicy
    from OpenSSL import SSL

    # ruleid: ssh-host-key-unchecked
    client.set_missing_host_key_policy(AutoAddPolicy)
    # ok: ssh-host-key-unchecked
    client.set_missing_host_key_policy(RejectPolicy)
    # ruleid: weak-tls-version
    old = SSL.Context(SSL.SSLv3_METHOD)
    # ok: weak-tls-version
    return old, SSL.Context(SSL.TLS_METHOD)


import urllib3
from OpenSSL import SSL


async def ask(session, url, method):
    # ruleid: tls-verification-disabled
    first = await session.get(url, ssl=False)
    # ruleid: tls-verification-disabled
    second = await session.put(url, verify_ssl=False)
    # ok: tls-verification-disabled
    third = await session.get(url, ssl=True)
    # ruleid: tls-verification-disabled
    pool = urllib3.PoolManager(cert_reqs="CERT_NONE")
    # ok: tls-verification-disabled
    other = urllib3.PoolManager(cert_reqs="CERT_REQUIRED")
    context = SSL.Context(SSL.TLS_METHOD)
    # ruleid: tls-verification-disabled
    context.set_verify(SSL.VERIFY_NONE, check)
    # ok: tls-verification-disabled
    context.set_verify(SSL.VERIFY_PEER, check)
    # ruleid: weak-tls-cipher
    context.set_cipher_list(b"HIGH:3DES:!aNULL")
    # ok: weak-tls-cipher
    context.set_cipher_list(b"ECDHE+AESGCM:!aNULL:!3DES:!RC4")
    # ruleid: weak-tls-cipher
    ssl.create_default_context().set_ciphers("DEFAULT@SECLEVEL=1")
    return first, second, third, pool, other
