using System.Net;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

public class HelloController : Controller
{
    public IActionResult Hello(string name)
    {
        // ruleid: reflected-xss
        return Content("<h1>Hello " + name + "</h1>", "text/html");
    }

    public IActionResult Safe(string name)
    {
        // ok: reflected-xss
        return Content("<h1>Hello " + WebUtility.HtmlEncode(name) + "</h1>", "text/html");
    }

    public IActionResult Plain(string name)
    {
        // ok: reflected-xss
        return Content("Hello " + name);
    }

    private System.Data.SqlClient.SqlCommand users;

    public IActionResult Stored()
    {
        System.Data.SqlClient.SqlDataReader row = users.ExecuteReader();
        // ruleid: stored-xss
        return Content("<td>" + row.GetString(0) + "</td>", "text/html");
    }

    public async Task Write()
    {
        // ruleid: reflected-xss
        await Response.WriteAsync("<h1>" + Request.Query["name"] + "</h1>");
        // ruleid: reflected-xss
        ViewBag.Title = new HtmlString(Request.Form["title"]);
    }
}

public static class Program
{
    public static void Main(string[] args)
    {
        var app = WebApplication.CreateBuilder(args).Build();
        // ruleid: reflected-xss
        app.MapGet("/hello", (string name) => Results.Content("<h1>" + name + "</h1>", "text/html"));
        // ok: reflected-xss
        app.MapGet("/json", (string name) => Results.Ok(name));
        app.Run();
    }
}
