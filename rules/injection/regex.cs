using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;

public class SearchController : Controller
{
    public IActionResult Find(string pattern, string text)
    {
        // ruleid: regex-injection
        var found = Regex.IsMatch(text, pattern);
        // ok: regex-injection
        var safe = Regex.IsMatch(text, Regex.Escape(pattern));
        return Ok(found && safe);
    }
}
