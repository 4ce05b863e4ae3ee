package shop

import "github.com/golang-jwt/jwt/v5"

func claims(text string, key []byte) {
	// ruleid: jwt-unverified
	new(jwt.Parser).ParseUnverified(text, jwt.MapClaims{})
	// ruleid: jwt-unverified
	jwt.NewWithClaims(jwt.SigningMethodNone, jwt.MapClaims{})
	// ok: jwt-unverified
	jwt.Parse(text, func(token *jwt.Token) (any, error) { return key, nil }, jwt.WithValidMethods([]string{"HS256"}))
}
