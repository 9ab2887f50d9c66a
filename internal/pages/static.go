package pages

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/problem"
)

// Static serves the few files of some pages. Their addresses hold a part of their hash, so that a browser may keep
// them and never mixes two versions of the program.
type Static struct {
	prefix string
	files  map[string]staticFile
}

type staticFile struct {
	data []byte
	tag  string
}

// ReadStatic reads all files below dir. They are served under prefix, which ends with a slash.
func ReadStatic(files fs.FS, dir, prefix string) (*Static, error) {
	s := &Static{prefix: prefix, files: map[string]staticFile{}}
	err := fs.WalkDir(files, dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		s.files[strings.TrimPrefix(name, dir+"/")] = staticFile{data: data, tag: hex.EncodeToString(sum[:6])}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("static files: %w", err)
	}
	return s, nil
}

// Path is the address of a file, for templates.
func (s *Static) Path(name string) (string, error) {
	f, ok := s.files[name]
	if !ok {
		return "", fmt.Errorf("there is no static file %s", name)
	}
	return s.prefix + name + "?v=" + f.tag, nil
}

// ServeHTTP gives a file by its name.
func (s *Static) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean(r.URL.Path), s.prefix)
	f, ok := s.files[name]
	if !ok {
		problem.Write(w, problem.NotFound)
		return
	}
	h := w.Header()
	h.Set("ETag", `"`+f.tag+`"`)
	h.Set("Cache-Control", "public, max-age=86400")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(f.data))
}
