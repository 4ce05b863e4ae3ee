using System.Security.Cryptography;

public class Ciphers
{
    public void Make(byte[] key)
    {
        // ruleid: weak-cipher
        using var des = DES.Create();
        // ruleid: weak-cipher
        var triple = new TripleDESCryptoServiceProvider();
        using var aes = Aes.Create();
        // ruleid: weak-cipher
        aes.Mode = CipherMode.ECB;
        // ok: weak-cipher
        aes.Mode = CipherMode.CBC;
    }
}
