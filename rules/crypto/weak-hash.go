package shop

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"io"
)

func digests(data []byte) {
	// ruleid: weak-hash
	hash := md5.New()
	io.WriteString(hash, "x")
	// ruleid: weak-hash
	sha1.Sum(data)
	// ok: weak-hash
	sha256.Sum256(data)
}
