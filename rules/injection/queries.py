import ldap
import ldap.filter
from flask import Flask, make_response, request
from lxml import etree

app = Flask(__name__)
directory = ldap.initialize("ldap://localhost")
document = etree.parse("users.xml")


@app.route("/people")
def people():
    name = request.args["name"]
    # ruleid: ldap-injection
    a = directory.search_s("dc=example", ldap.SCOPE_SUBTREE, "(uid=" + name + ")")
    # ok: ldap-injection
    b = directory.search_s("dc=example", ldap.SCOPE_SUBTREE, "(uid=" + ldap.filter.escape_filter_chars(name) + ")")
    # ruleid: xpath-injection
    c = document.xpath("//user[@name = '" + name + "']")
    # ok: xpath-injection
    d = document.xpath("//user[@name = $name]", name=name)
    answer = make_response(str((a, b, c, d)))
    # ruleid: header-injection
    answer.headers["X-Name"] = name
    # ok: header-injection
    answer.headers["X-Name"] = name.replace("\n", "").replace("\r", "")
    return answer
