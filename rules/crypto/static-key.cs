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
        // ruleid: fixed-nonce
        aes.IV = Encoding.UTF8.GetBytes(Secret);
        // ruleid: fixed-nonce
        aes.IV = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
        // ok: fixed-nonce
        aes.IV = RandomNumberGenerator.GetBytes(16);
        var fresh = new byte[16];
        RandomNumberGenerator.Fill(fresh);
        // ok: fixed-nonce
        aes.IV = fresh;
    }
}
