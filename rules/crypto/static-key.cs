using System;
using System.Security.Cryptography;
using System.Text;

public class Keys
{
    private const string Secret = "0123456789abcdef";

    public void Use()
    {
        using var aes = Aes.Create();
        // ruleid: hard-coded-key
        aes.Key = Encoding.UTF8.GetBytes(Secret);
        // ruleid: hard-coded-key
        using var mac = new HMACSHA256(Encoding.UTF8.GetBytes("not so secret"));
        // ok: hard-coded-key
        aes.Key = Convert.FromBase64String(Environment.GetEnvironmentVariable("KEY"));
    }
}
