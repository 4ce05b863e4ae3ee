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
