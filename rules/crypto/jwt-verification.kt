import com.auth0.jwt.algorithms.Algorithm
import io.jsonwebtoken.Jwts

fun claims(token: String, key: java.security.Key) {
    // ruleid: jwt-unverified
    val none = Algorithm.none()
    // ruleid: jwt-unverified
    Jwts.parser().build().parse(token)
    // ok: jwt-unverified
    Jwts.parser().verifyWith(key).build().parseSignedClaims(token)
}
