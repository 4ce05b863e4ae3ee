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
