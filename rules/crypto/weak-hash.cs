using System.Security.Cryptography;

public class Digests
{
    public void Make(byte[] data)
    {
        // ruleid: weak-hash
        using var md5 = MD5.Create();
        // ruleid: weak-hash
        var sha1 = new SHA1CryptoServiceProvider();
        string name = "MD5";
        // ruleid: weak-hash
        var named = HashAlgorithm.Create(name);
        // ok: weak-hash
        byte[] digest = SHA256.HashData(data);
    }
}
