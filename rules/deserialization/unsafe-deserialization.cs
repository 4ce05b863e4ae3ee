using System.Runtime.Serialization.Formatters.Binary;
using System.Text.Json;
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
}
