using System.Collections.Generic;
using System.Data;
using System.Text;
using Dapper;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

public class UsersController : Controller
{
    private readonly ShopContext _context;
    private readonly IDbConnection _connection;
    private static readonly string[] Columns = { "name", "price" };

    public IActionResult Find(string name, int page)
    {
        using var connection = new SqlConnection("Server=localhost");
        // ruleid: sql-injection
        var command = new SqlCommand("SELECT * FROM Users WHERE Name = '" + name + "'", connection);
        // ok: sql-injection
        var bound = new SqlCommand("SELECT * FROM Users WHERE Name = @name", connection);
        bound.Parameters.AddWithValue("@name", name);
        using var other = connection.CreateCommand();
        // ruleid: sql-injection
        other.CommandText = $"SELECT * FROM Users WHERE Name = '{name}'";
        // ok: sql-injection
        other.CommandText = "SELECT * FROM Users OFFSET " + page;
        // ruleid: sql-injection
        var adapter = new SqlDataAdapter(string.Format("SELECT * FROM Users WHERE Name = '{0}'", Request.Query["name"]), connection);
        return View();
    }

    [NonAction]
    public SqlCommand OrderedBy(string column, SqlConnection connection)
    {
        // ok: sql-injection
        return new SqlCommand("SELECT * FROM Users ORDER BY " + column, connection);
    }

    [HttpPost]
    public IActionResult Search([FromBody] SearchModel model)
    {
        // ruleid: sql-injection
        var users = _context.Users.FromSqlRaw("SELECT * FROM Users WHERE Name = '" + model.Name + "'");
        // ok: sql-injection
        var safe = _context.Users.FromSqlInterpolated($"SELECT * FROM Users WHERE Name = {model.Name}");
        // ruleid: sql-injection
        _context.Users.FromSql("SELECT * FROM Users WHERE Name = '" + model.Name + "'");
        // ok: sql-injection
        _context.Users.FromSql($"SELECT * FROM Users WHERE Name = {model.Name}");
        // ok: sql-injection
        _context.Users.FromSql("SELECT * FROM Users WHERE Name = {0}", model.Name);
        string text = $"SELECT * FROM Users WHERE Name = '{model.Name}'";
        // ruleid: sql-injection
        _context.Users.FromSql(text);
        // ruleid: sql-injection
        _connection.Query<User>("SELECT * FROM Users WHERE Name = '" + model.Name + "'");
        // ok: sql-injection
        _connection.Query<User>("SELECT * FROM Users WHERE Name = @Name", new { model.Name });
        var query = new StringBuilder("SELECT * FROM Users ORDER BY ");
        query.Append(model.Sort);
        // ruleid: sql-injection
        _context.Database.ExecuteSqlRaw(query.ToString());
        if (System.Array.IndexOf(Columns, model.Sort) < 0) return BadRequest();
        return Ok(users);
    }

    public IActionResult Sorted(string sort)
    {
        if (!Columns.Contains(sort)) return BadRequest();
        // ok: sql-injection
        return Ok(_connection.Query<User>("SELECT * FROM Users ORDER BY " + sort));
    }

    private void Delete(string id)
    {
        // ok: sql-injection
        _connection.Execute("DELETE FROM Users WHERE Id = " + id);
    }
}

public class SearchModel
{
    public string Name { get; set; }
    public string Sort { get; set; }
}

public class User { }

public class UsersPage : Microsoft.AspNetCore.Mvc.RazorPages.PageModel
{
    private readonly ShopContext _context;

    public UsersPage(ShopContext context) => _context = context;

    [BindProperty(SupportsGet = true)]
    public string Term { get; set; } = "";

    [BindProperty]
    public SearchModel Search { get; set; }

    [BindProperty]
    public int Number { get; set; }

    public string Title { get; set; } = "Users";

    public void OnGet()
    {
        // ruleid: sql-injection
        _context.Users.FromSqlRaw("SELECT * FROM Users WHERE Name = '" + Term + "'").ToList();
        // ok: sql-injection
        _context.Users.FromSqlRaw("SELECT * FROM Users WHERE Id = " + Number).ToList();
        // ok: sql-injection
        _context.Users.FromSqlRaw("SELECT * FROM Users WHERE Title = '" + Title + "'").ToList();
    }

    public void OnPost()
    {
        // ruleid: sql-injection
        _context.Database.ExecuteSqlRaw("DELETE FROM Users WHERE Name = '" + Search.Name + "'");
    }
}
public class ListsController : Controller
{
    private readonly ShopContext _context;

    public void Find(string ids)
    {
        var numbers = ids.Split(',').Select(int.Parse);
        // ok: sql-injection
        _context.Users.FromSqlRaw("SELECT * FROM Users WHERE Id IN (" + string.Join(",", numbers) + ")");
        var converted = Array.ConvertAll(ids.Split(','), Convert.ToInt32);
        // ok: sql-injection
        _context.Users.FromSqlRaw("SELECT * FROM Users WHERE Id IN (" + string.Join(",", converted) + ")");
        var texts = ids.Split(',').Select(id => id.Trim());
        // ruleid: sql-injection
        _context.Users.FromSqlRaw("SELECT * FROM Users WHERE Id IN (" + string.Join(",", texts) + ")");
    }
}

public static class Endpoints
{
    public static void Map(WebApplication app) => app.MapGet("/users/{name}", Handlers.Find);
}

public static class Handlers
{
    public static void Find(string name, int limit, ShopContext context)
    {
        // ruleid: sql-injection
        context.Database.ExecuteSqlRaw("DELETE FROM Users WHERE Name = '" + name + "'");
        // ok: sql-injection
        context.Database.ExecuteSqlRaw("DELETE FROM Users LIMIT " + limit);
    }

    public static void Unused(string name, ShopContext context)
    {
        // ok: sql-injection
        context.Database.ExecuteSqlRaw("DELETE FROM Users WHERE Name = '" + name + "'");
    }
}

public class CommandsController : Controller
{
    private readonly SqlConnection _connection;

    public void Find(string name)
    {
        using (SqlCommand command = new("SELECT * FROM Users WHERE Name = @name", _connection)) command.ExecuteReader();
        // ruleid: sql-injection
        using (SqlCommand command = new("SELECT * FROM Users WHERE Name = '" + name + "'", _connection)) command.ExecuteReader();
    }

    private SqlCommand Query(string name)
    {
        if (name == "") return null;
        // ruleid: sql-injection
        return new("SELECT * FROM Users WHERE Name = '" + name + "'", _connection);
    }

    private async Task<SqlCommand> QueryLater(string name)
    {
        await Task.Yield();
        // ruleid: sql-injection
        return new("SELECT * FROM Users WHERE Name = '" + name + "'", _connection);
    }

    public async void Show(string name)
    {
        Query(name).ExecuteReader();
        (await QueryLater(name)).ExecuteReader();
    }
}
