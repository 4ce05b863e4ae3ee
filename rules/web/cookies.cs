using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

public class CookieController : Controller
{
    public IActionResult SignIn()
    {
        // ruleid: insecure-cookie
        Response.Cookies.Append("session", "x", new CookieOptions { Secure = false, HttpOnly = true });
        var options = new CookieOptions();
        // ruleid: insecure-cookie
        options.HttpOnly = false;
        // ok: insecure-cookie
        Response.Cookies.Append("session", "x", new CookieOptions { Secure = true, HttpOnly = true });
        // ruleid: permissive-cors
        Response.Headers.Append("Access-Control-Allow-Origin", "*");
        // ok: permissive-cors
        Response.Headers.Append("Access-Control-Allow-Origin", "https://shop.example.com");
        return Ok();
    }
}

public class Origins
{
    public void Configure(CorsPolicyBuilder policy, HttpResponse response)
    {
        // ruleid: permissive-cors
        policy.WithOrigins("*");
        // ok: permissive-cors
        policy.WithOrigins("https://shop.example.com").WithHeaders("*");
        // ruleid: permissive-cors
        policy.SetIsOriginAllowed(origin => true);
        // ruleid: permissive-cors
        response.Headers["Access-Control-Allow-Origin"] = "*";
        // ok: permissive-cors
        response.Headers["Access-Control-Allow-Origin"] = "https://shop.example.com";
    }
}
