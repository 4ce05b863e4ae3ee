using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

public class ThemeController : Controller
{
    public IActionResult Choose(string role)
    {
        // ruleid: trust-boundary
        HttpContext.Session.SetString("role", role);
        // ok: trust-boundary
        HttpContext.Session.SetString("theme", "dark");
        return Ok();
    }
}
