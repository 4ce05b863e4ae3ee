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
        // ruleid: jwt-unverified
        decoder.Decode(token, secret, false);
        // ruleid: jwt-unverified
        decoder.Decode(token, secret, verify: false);
        // ok: jwt-unverified
        decoder.Decode(token, secret, verify: true);
        // ruleid: jwt-unverified
        JwtBuilder.Create().WithSecret(secret).DoNotVerifySignature().Decode(token);
        // ok: jwt-unverified
        JwtBuilder.Create().WithSecret(secret).MustVerifySignature().Decode(token);
        // ruleid: jwt-expiration-ignored
        var old = new TokenValidationParameters { IssuerSigningKey = key, ValidateLifetime = false };
        // ok: jwt-expiration-ignored
        old.ValidateLifetime = true;
    }
}
