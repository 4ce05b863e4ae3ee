package seal

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
)

func seal(key *rsa.PublicKey, data []byte) {
	// ruleid: weak-rsa-padding
	rsa.EncryptPKCS1v15(rand.Reader, key, data)
	// ok: weak-rsa-padding
	rsa.EncryptOAEP(sha256.New(), rand.Reader, key, data, nil)
}
