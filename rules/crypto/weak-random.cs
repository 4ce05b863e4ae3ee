using System;
using System.Security.Cryptography;

public class Tokens
{
    public void Make()
    {
        var random = new Random();
        var key = new byte[32];
        random.NextBytes(key);
        using var aes = Aes.Create();
        // ruleid: weak-random
        aes.Key = key;
        RandomNumberGenerator.Fill(key);
        // ok: weak-random
        aes.Key = RandomNumberGenerator.GetBytes(32);
    }
}
