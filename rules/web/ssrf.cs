using System;
using System.Net.Http;
using Microsoft.AspNetCore.Mvc;

public class FetchController : Controller
{
    private readonly HttpClient _client = new HttpClient();

    public async Task<IActionResult> Fetch(string address)
    {
        // ruleid: server-side-request-forgery
        var text = await _client.GetStringAsync(address);
        // ok: server-side-request-forgery
        var safe = await _client.GetStringAsync("https://api.example.com/search?q=" + Uri.EscapeDataString(address));
        return Ok(text + safe);
    }
}
