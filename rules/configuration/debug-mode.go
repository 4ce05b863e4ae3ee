package shop

import (
	// ok: debug-mode
	"net/http/pprof"
	// ruleid: debug-mode
	_ "net/http/pprof"
	"os"
)

func files() {
	// ruleid: world-writable-file
	os.Chmod("/srv/data", 0o777)
	// ruleid: world-writable-file
	os.WriteFile("/srv/data/x", nil, 0777)
	// ok: world-writable-file
	os.MkdirAll("/srv/data", os.ModePerm)
	// ruleid: world-writable-file
	os.Chmod("/srv/data", os.ModePerm)
	// ok: world-writable-file
	os.WriteFile("/srv/data/x", nil, 0o640)
}
