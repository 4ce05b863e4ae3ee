import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import java.security.Key;

class Tokens {
  void read(String token, Key key) {
    // ruleid: jwt-unverified
    Jwts.parser().setSigningKey(key).parse(token);
    // ruleid: jwt-unverified
    Jwts.parserBuilder().setSigningKey(key).build().parseClaimsJwt(token);
    JwtParser parser = Jwts.parser().setSigningKey(key);
    // ruleid: jwt-unverified
    parser.parse(token);
    // ok: jwt-unverified
    parser.parseClaimsJws(token);
    // ok: jwt-unverified
    Jwts.parser().verifyWith(key).build().parseSignedClaims(token);
    // ruleid: jwt-unverified
    JWT.require(Algorithm.none()).build().verify(token);
    // ok: jwt-unverified
    JWT.require(Algorithm.RSA256(null, null)).build().verify(token);
  }

  String write() {
    // ruleid: jwt-unverified
    return JWT.create().withSubject("42").sign(Algorithm.none());
  }
}
