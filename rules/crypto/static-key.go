package shop

import (
	"crypto/aes"
	"crypto/hmac"
	"crypto/sha256"
	"os"
)

const secret = "0123456789abcdef"

func keys() {
	// ruleid: hard-coded-key
	aes.NewCipher([]byte(secret))
	// ruleid: hard-coded-key
	hmac.New(sha256.New, []byte("not so secret"))
	// ok: hard-coded-key
	aes.NewCipher([]byte(os.Getenv("KEY")))
}
