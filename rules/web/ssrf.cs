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
    private static readonly HashSet<string> Partners = new() { "api.example.com" };

    public async Task<IActionResult> Partner(string address)
    {
        var uri = new Uri(address);
        if (!Partners.Contains(uri.Host)) return BadRequest();
        // ok: server-side-request-forgery
        return Ok(await _client.GetStringAsync(uri));
    }

    public async Task<IActionResult> Parsed(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host != "api.example.com") return BadRequest();
        // ok: server-side-request-forgery
        return Ok(await _client.GetStringAsync(uri));
    }

    public async Task<IActionResult> Unchecked(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)) return BadRequest();
        // ruleid: server-side-request-forgery
        return Ok(await _client.GetStringAsync(uri));
    }
}
