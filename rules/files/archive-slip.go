package shop

import (
	"archive/tar"
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strings"
)

func unzip(name, folder string) error {
	archive, err := zip.OpenReader(name)
	if err != nil {
		return err
	}
	defer archive.Close()
	for _, file := range archive.File {
		path := filepath.Join(folder, file.Name)
		// ruleid: archive-slip
		target, err := os.Create(path)
		if err != nil {
			return err
		}
		target.Close()
		if !strings.HasPrefix(path, filepath.Clean(folder)+string(os.PathSeparator)) {
			continue
		}
		// ok: archive-slip
		os.MkdirAll(path, 0o755)
	}
	return nil
}

func untar(reader *tar.Reader, folder string) error {
	for {
		header, err := reader.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		// ruleid: archive-slip
		os.MkdirAll(filepath.Join(folder, header.Name), 0o755)
		// ok: archive-slip
		os.MkdirAll(filepath.Join(folder, filepath.Base(header.Name)), 0o755)
	}
}
