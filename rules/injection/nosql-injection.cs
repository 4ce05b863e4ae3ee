using Microsoft.AspNetCore.Mvc;
using MongoDB.Bson;
using MongoDB.Driver;

public class MongoController : Controller
{
    private readonly IMongoCollection<BsonDocument> _users;

    public IActionResult Find(string name)
    {
        // ruleid: nosql-injection
        var filter = BsonDocument.Parse("{ name: '" + name + "' }");
        // ok: nosql-injection
        var users = _users.Find(Builders<BsonDocument>.Filter.Eq("name", name)).ToList();
        return Ok(users);
    }
}
