using Microsoft.IdentityModel.Tokens;

public class Tokens
{
    public void Configure(SecurityKey key)
    {
        // ruleid: jwt-unverified
        var lax = new TokenValidationParameters { RequireSignedTokens = false, ValidateIssuer = true };
        // ok: jwt-unverified
        var strict = new TokenValidationParameters { ValidateIssuerSigningKey = true, IssuerSigningKey = key };
        // ruleid: jwt-unverified
        strict.ValidateIssuerSigningKey = false;
        // ruleid: jwt-expiration-ignored
        var old = new TokenValidationParameters { IssuerSigningKey = key, ValidateLifetime = false };
        // ok: jwt-expiration-ignored
        old.ValidateLifetime = true;
    }
}
