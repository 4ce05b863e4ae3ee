using System.IO;
using Microsoft.AspNetCore.Http;
using System.Xml;
using Microsoft.AspNetCore.Mvc;

public class FilesController : Controller
{
    private const string Uploads = "/srv/uploads";

    public IActionResult Download(string file)
    {
        // ruleid: path-traversal
        var bytes = System.IO.File.ReadAllBytes(Path.Combine(Uploads, file));
        // ok: path-traversal
        var safe = System.IO.File.ReadAllBytes(Path.Combine(Uploads, Path.GetFileName(file)));
        string path = Path.GetFullPath(Path.Combine(Uploads, file));
        if (!path.StartsWith(Uploads + Path.DirectorySeparatorChar)) return NotFound();
        // ok: path-traversal
        using var reader = new StreamReader(path);
        return Ok(bytes.Length + safe.Length);
    }

    public IActionResult Raw(string file)
    {
        if (!file.StartsWith("/srv/uploads/")) return NotFound();
        // ruleid: path-traversal
        return Ok(System.IO.File.ReadAllText(file));
    }

    [HttpPost]
    public IActionResult Upload(IFormFile upload)
    {
        // ruleid: path-traversal
        using var stream = new FileStream(Path.Combine(Uploads, upload.FileName), FileMode.Create);
        upload.CopyTo(stream);
        return Ok();
    }
    public IActionResult Read(string name)
    {
        var document = new XmlDocument();
        // ok: path-traversal
        document.Load(Request.Body);
        // ruleid: path-traversal
        document.Load(Uploads + name);
        return Ok();
    }

    public IActionResult Hashed(string name)
    {
        var digest = new System.Guid(System.Security.Cryptography.MD5.HashData(System.Text.Encoding.UTF8.GetBytes(name)));
        // ok: path-traversal
        return Content(System.IO.File.ReadAllText("/srv/cache/" + digest.ToString("N")));
    }

    public IActionResult Named(string name)
    {
        // ok: path-traversal
        return Content(System.IO.File.ReadAllText("/srv/notes/" + _files.GetValidFilename(name)));
    }
}
