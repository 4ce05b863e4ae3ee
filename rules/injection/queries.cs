using System.DirectoryServices;
using System.Xml;
using Microsoft.AspNetCore.Mvc;

public class DirectoryController : Controller
{
    public IActionResult Find(string user)
    {
        var searcher = new DirectorySearcher();
        // ruleid: ldap-injection
        searcher.Filter = "(uid=" + user + ")";
        // ok: ldap-injection
        searcher.Filter = "(uid=" + Encoder.LdapFilterEncode(user) + ")";
        var document = new XmlDocument();
        // ruleid: xpath-injection
        document.SelectSingleNode("//user[@name='" + user + "']");
        // ok: xpath-injection
        document.SelectSingleNode("//user");
        // ruleid: header-injection
        Response.Headers.Append("X-User", user);
        // ok: header-injection
        Response.Headers.Append("X-User", "fixed");
        return Ok();
    }
}
