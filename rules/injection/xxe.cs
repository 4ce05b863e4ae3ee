using System.Xml;
using Microsoft.AspNetCore.Mvc;

public class XmlController : Controller
{
    public IActionResult Load()
    {
        // ruleid: xml-external-entity
        var reader = new XmlTextReader(Request.Body);
        // ruleid: xml-entities-enabled
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse };
        // ok: xml-entities-enabled
        var safe = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit };
        var document = new XmlDocument();
        // ruleid: xml-entities-enabled
        document.XmlResolver = new XmlUrlResolver();
        // ok: xml-external-entity
        document.LoadXml("<a/>");
        return Ok();
    }
}
