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
        // ruleid: command-injection
        var shell = new ProcessStartInfo("cmd.exe", $"/c ping {host}");
        // ok: command-injection
        Process.Start(shell);
        var process = new Process();
        process.StartInfo.FileName = "/bin/sh";
        // ruleid: command-injection
        process.StartInfo.Arguments = $"-c 'ping {host}'";
        process.Start();
        var list = new ProcessStartInfo("ping");
        // ok: command-injection
        list.ArgumentList.Add(host);
        Process.Start(list);
        var shellOf = new ProcessStartInfo("/bin/sh");
        shellOf.ArgumentList.Add("-c");
        // ruleid: command-injection
        shellOf.ArgumentList.Add("ping " + host);
        Process.Start(shellOf);
        // ruleid: command-injection
        Process.Start(new ProcessStartInfo { FileName = "/bin/bash", ArgumentList = { "-c", "ping " + host } });
        // ok: command-injection
        Process.Start(new ProcessStartInfo { FileName = "ping", ArgumentList = { "-n", host } });
        if (host != "localhost") System.Environment.Exit(1);
        // ok: command-injection
        Process.Start("cmd.exe", "/c ping " + host);
        return Ok();
    }
}
