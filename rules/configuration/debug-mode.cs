using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;

public class Startup
{
    public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
    {
        // ruleid: debug-mode
        app.UseDeveloperExceptionPage();
        if (env.IsDevelopment())
        {
            // ok: debug-mode
            app.UseDeveloperExceptionPage();
        }
        app.UseRouting();
    }
}

public class OrdersController : Controller
{
    [HttpPost]
    // ruleid: csrf-protection-disabled
    [IgnoreAntiforgeryToken]
    public IActionResult Create() => Ok();

    [HttpPost]
    // ok: csrf-protection-disabled
    [ValidateAntiForgeryToken]
    public IActionResult Delete() => Ok();
}

public class Modes : Controller
{
    public void Give(string path, FileSecurity security)
    {
        // ruleid: world-writable-file
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherWrite);
        // ok: world-writable-file
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        // ruleid: world-writable-file
        security.AddAccessRule(new FileSystemAccessRule("Everyone", FileSystemRights.FullControl, AccessControlType.Allow));
        // ok: world-writable-file
        security.AddAccessRule(new FileSystemAccessRule("Everyone", FileSystemRights.FullControl, AccessControlType.Deny));
        // ok: world-writable-file
        security.RemoveAccessRule(new FileSystemAccessRule("Everyone", FileSystemRights.FullControl, AccessControlType.Allow));
        // ok: world-writable-file
        var isOpen = (File.GetUnixFileMode(path) & UnixFileMode.OtherWrite) != 0;
    }

    // ruleid: request-validation-disabled
    [ValidateInput(false)]
    public ActionResult Post(string body) => Ok();

    // ok: request-validation-disabled
    [ValidateInput(true)]
    public ActionResult Comment(string body) => Ok();
}
