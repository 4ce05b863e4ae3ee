using System.Security.Cryptography;

public class Keys
{
    public void Make()
    {
        // ruleid: weak-key
        var weak = RSA.Create(1024);
        // ok: weak-key
        var strong = RSA.Create(3072);
        // ruleid: weak-key
        var old = new RSACryptoServiceProvider(1024);
        // ruleid: weak-key
        var stored = new RSACryptoServiceProvider(1024, new CspParameters());
        // ok: weak-key
        var longer = new RSACryptoServiceProvider(4096, new CspParameters());
    }
}
