using System.Net;
using System.Security.Cryptography;
using System.Text;

public class Passwords
{
    private static readonly byte[] Salt = { 1, 2, 3, 4, 5, 6, 7, 8 };
    private static readonly byte[] Pepper = Encoding.UTF8.GetBytes("pepper");

    public void Use(string given, string user)
    {
        // ruleid: hard-coded-password
        var credential = new NetworkCredential(user, "seven-dwarfs");
        // ok: hard-coded-password
        var asked = new NetworkCredential(user, given);
        // ruleid: fixed-salt
        var first = new Rfc2898DeriveBytes(given, Salt, 600000, HashAlgorithmName.SHA256);
        // ruleid: fixed-salt
        var second = new Rfc2898DeriveBytes(given, Pepper, 600000, HashAlgorithmName.SHA256);
        // ok: fixed-salt
        var third = new Rfc2898DeriveBytes(given, RandomNumberGenerator.GetBytes(16), 600000, HashAlgorithmName.SHA256);
        // ok: fixed-salt
        var none = KeyDerivation.Pbkdf2(given, null, KeyDerivationPrf.HMACSHA512, 600000, 32);
        // ok: fixed-salt
        var fourth = new Rfc2898DeriveBytes(given, 16);
    }
}
