using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

public class ToolsController : Controller
{
    public IActionResult Ping(string host)
    {
        // ruleid: command-injection
        Process.Start("cmd.exe", "/c ping " + host);
        var info = new ProcessStartInfo { FileName = "/bin/bash" };
        // ruleid: command-injection
        info.Arguments = $"-c \"ping {host}\"";
        // ruleid: command-injection
        Process.Start(Request.Query["tool"]);
        var list = new ProcessStartInfo("ping");
        // ok: command-injection
        list.ArgumentList.Add(host);
        Process.Start(list);
        return Ok();
    }
}
