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
