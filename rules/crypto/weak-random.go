package shop

import (
	"crypto/hmac"
	cryptorand "crypto/rand"
	"crypto/sha256"
	"fmt"
	"math/rand"
	"net/http"
)

func token(w http.ResponseWriter, r *http.Request) {
	// ruleid: weak-random
	http.SetCookie(w, &http.Cookie{Name: "session", Value: fmt.Sprint(rand.Int63()), Secure: true, HttpOnly: true})
	key := make([]byte, 32)
	cryptorand.Read(key)
	// ok: weak-random
	hmac.New(sha256.New, key)
	rand.Read(key)
	// ruleid: weak-random
	hmac.New(sha256.New, key)
	// ok: weak-random
	fmt.Println(rand.Intn(6))
}
