<?php

use Illuminate\Http\Request;

function directory($ldap)
{
    $uid = $_GET['uid'];
    // ruleid: ldap-injection
    ldap_search($ldap, 'dc=example', "(uid=$uid)");
    // ok: ldap-injection
    ldap_search($ldap, 'dc=example', '(uid=' . ldap_escape($uid, '', LDAP_ESCAPE_FILTER) . ')');
}

function document($file)
{
    $document = new DOMDocument();
    $xpath = new DOMXPath($document);
    $name = $_POST['name'];
    // ruleid: xpath-injection
    $xpath->query("//user[name='$name']");
    // ok: xpath-injection
    $xpath->query('//user[@id=' . intval($_GET['id']) . ']');
    $xml = simplexml_load_file($file);
    // ruleid: xpath-injection
    $xml->xpath("//user[name='" . $name . "']");
}

function headers()
{
    // ruleid: header-injection
    header('X-Name: ' . $_GET['name']);
    // ok: header-injection
    header('X-Name: ' . urlencode($_GET['name']));
}

class AccountController extends Controller
{
    public function store(Request $request)
    {
        // ruleid: mass-assignment
        Account::forceCreate($request->all());
        // ok: mass-assignment
        Account::create(['name' => $request->input('name')]);
    }
}
