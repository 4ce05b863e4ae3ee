package shop

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"io"
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

func nonces(key []byte, text []byte) {
	block, _ := aes.NewCipher(key)
	aead, _ := cipher.NewGCM(block)
	// ruleid: fixed-nonce
	aead.Seal(nil, []byte("twelve bytes"), text, nil)
	// ruleid: fixed-nonce
	cipher.NewCTR(block, []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
	fresh := make([]byte, aead.NonceSize())
	rand.Read(fresh)
	// ok: fixed-nonce
	aead.Seal(nil, fresh, text, nil)
	read := make([]byte, aead.NonceSize())
	io.ReadFull(rand.Reader, read)
	// ok: fixed-nonce
	aead.Seal(nil, read, text, nil)
}

func filled(block cipher.Block, source io.Reader) {
	part := make([]byte, 32)
	part[0] = 1
	rand.Read(part[:16])
	// ok: fixed-nonce
	cipher.NewCTR(block, part[:16])
	text := []byte("sixteen bytes iv")
	// ruleid: fixed-nonce
	cipher.NewCTR(block, text)
	rand.Read(text)
	// ok: fixed-nonce
	cipher.NewCTR(block, text)
	read := make([]byte, 16)
	read[0] = 1
	source.Read(read)
	// ok: fixed-nonce
	cipher.NewCTR(block, read)
}
