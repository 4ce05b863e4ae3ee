package shop

import (
	"crypto/rand"
	"crypto/rsa"
)

func makeKeys() {
	// ruleid: weak-key
	rsa.GenerateKey(rand.Reader, 1024)
	// ok: weak-key
	rsa.GenerateKey(rand.Reader, 3072)
}
