package shop

import (
	"crypto/tls"
	"net/http"

	"golang.org/x/crypto/ssh"
)

func clients() *http.Client {
	// ruleid: tls-verification-disabled
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	// ok: tls-verification-disabled
	checked := &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: false}
	// ruleid: tls-verification-disabled
	checked.InsecureSkipVerify = true
	config := &ssh.ClientConfig{
		User: "deploy",
		// ruleid: tls-verification-disabled
		HostKeyCallback: ssh.InsecureIgnoreHostKey(),
	}
	use(config)
	return &http.Client{Transport: transport}
}

func versions() {
	// ruleid: weak-tls-version
	old := &tls.Config{MinVersion: tls.VersionTLS10}
	// ok: weak-tls-version
	current := &tls.Config{MinVersion: tls.VersionTLS12}
	// ruleid: weak-tls-version
	current.MaxVersion = tls.VersionTLS11
	// ruleid: weak-tls-cipher
	old.CipherSuites = []uint16{tls.TLS_RSA_WITH_RC4_128_SHA}
	// ok: weak-tls-cipher
	current.CipherSuites = []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}
	// ruleid: weak-tls-cipher
	current.CipherSuites = []uint16{tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA}
}
