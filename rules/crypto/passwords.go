package digests

import (
	"crypto/rand"
	"crypto/sha256"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/bcrypt"
	"golang.org/x/crypto/pbkdf2"
)

func digests(password []byte, salt []byte) {
	// ruleid: fixed-salt
	argon2.IDKey(password, []byte("the same for everybody"), 1, 64*1024, 4, 32)
	// ok: fixed-salt, fast-password-hash
	pbkdf2.Key(password, salt, 600000, 32, sha256.New)
	fresh := make([]byte, 16)
	rand.Read(fresh)
	// ok: fixed-salt
	argon2.IDKey(password, fresh, 1, 64*1024, 4, 32)
	// ruleid: fast-password-hash
	pbkdf2.Key(password, salt, 4096, 32, sha256.New)
	// ruleid: fast-password-hash
	bcrypt.GenerateFromPassword(password, bcrypt.MinCost)
	// ok: fast-password-hash
	bcrypt.GenerateFromPassword(password, 12)
}

func encode(password, salt string) []byte {
	// ok: fixed-salt
	return pbkdf2.Key([]byte(password), []byte(salt), 600000, 32, sha256.New)
}

func check() []byte {
	return encode("a password", "a salt")
}
