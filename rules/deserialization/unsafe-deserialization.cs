using System.Runtime.Serialization.Formatters.Binary;
using System.Text.Json;
using System.Xml;
using System.Xml.Serialization;
using Microsoft.AspNetCore.Mvc;
using Newtonsoft.Json;

public class OrdersController : Controller
{
    public IActionResult Import()
    {
        var formatter = new BinaryFormatter();
        // ruleid: unsafe-deserialization
        var order = formatter.Deserialize(Request.Body);
        // ok: unsafe-deserialization
        var plain = JsonSerializer.Deserialize<Order>(Request.Body);
        // ruleid: unsafe-json-types
        var settings = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.All };
        // ok: unsafe-json-types
        var safe = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.None };
        return Ok();
    }
    public IActionResult Read()
    {
        var document = new XmlDocument();
        document.Load(Request.Body);
        foreach (XmlElement item in document.SelectNodes("Items/Item"))
        {
            // ruleid: unsafe-deserialization
            var serializer = new XmlSerializer(Type.GetType(item.GetAttribute("Type")));
            // ok: unsafe-deserialization
            var known = new XmlSerializer(typeof(Order));
        }
        return Ok();
    }
}
