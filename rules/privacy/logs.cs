using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

public class LogController : Controller
{
    private readonly ILogger<LogController> _logger;

    public IActionResult Search(string term)
    {
        // ruleid: log-injection
        _logger.LogInformation("search: " + term);
        // ok: log-injection
        _logger.LogInformation("search: " + term.Replace("\n", ""));
        return Ok();
    }
}
