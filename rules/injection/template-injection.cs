using Microsoft.AspNetCore.Mvc;
using RazorLight;

public class PagesController : Controller
{
    private readonly RazorLightEngine _engine;

    public async Task<IActionResult> Show(string body)
    {
        // ruleid: template-injection
        var page = Scriban.Template.Parse(body);
        // ok: template-injection
        var fixedPage = Scriban.Template.Parse("Hello {{ name }}");
        return Ok(page.Render(new { name = body }));
    }
}
