using Microsoft.AspNetCore.Mvc;

public class LoginController : Controller
{
    public IActionResult Login(string returnUrl)
    {
        if (Url.IsLocalUrl(returnUrl))
        {
            // ok: open-redirect
            return Redirect(returnUrl);
        }
        // ruleid: open-redirect
        return Redirect(returnUrl);
    }

    public IActionResult Local(string returnUrl)
    {
        // ok: open-redirect
        return LocalRedirect(returnUrl);
    }

    public IActionResult Formatted(string id)
    {
        // ok: open-redirect
        return Redirect(string.Format("/orders/{0}", id));
    }

    public IActionResult FormattedHost(string host)
    {
        // ruleid: open-redirect
        return Redirect(string.Format("https://{0}/orders", host));
    }

    public IActionResult Secure(string page)
    {
        // ok: open-redirect
        return Redirect("https://" + Request.Host + "/orders");
    }
}

public class MovedController : Controller
{
    public void Moved(string to)
    {
        // ruleid: open-redirect
        Response.Headers.Location = to;
        // ruleid: open-redirect
        Response.Headers.Append("location", to);
        // ok: open-redirect
        Response.Headers.Location = "/moved/" + to;
    }
}
