package console

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"net/url"
	"sync"
)

// newToken draws a random token.
func newToken() string { return rand.Text() }

// text is a value as a word.
func text(v any) string { return fmt.Sprint(v) }

// recent remembers the forms that were sent lately, so that a double tap acts once. A form sent to another replica
// at the same moment is not known here; what it does is then seen twice in the log and lost nowhere.
type recent struct {
	mu    sync.Mutex
	known map[string]*sent
	order []string
	next  int
}

// sent is a form that was sent. What came of it stands once ended is closed.
type sent struct {
	ended chan struct{}
	done  string // what was done
	ok    bool
}

func newRecent(size int) *recent {
	return &recent{known: map[string]*sent{}, order: make([]string, size)}
}

// sameForm names a form by what is in it; "" where it has no token. A page has one token for all its forms, so the token
// alone is not enough.
func sameForm(act string, fields url.Values) string {
	if fields.Get("once") == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(act + "?" + fields.Encode()))
	return string(sum[:])
}

// once does what the form of that name asks for, or says what was done when it came before. While the first is at work
// the same form waits for it, and does it itself where the first fails: a browser that sends a form again has given up
// on the first, and shows the answer to the second. A form whose name is "" is always the first.
func (r *recent) once(ctx context.Context, name string, do func() (string, error)) (done string, err error) {
	if name == "" {
		return do()
	}
	for {
		form, first := r.take(name)
		if first {
			return r.work(name, form, do)
		}
		select {
		case <-form.ended:
		case <-ctx.Done():
			return "", ctx.Err()
		}
		if form.ok {
			return form.done, nil
		}
	}
}

func (r *recent) work(name string, form *sent, do func() (string, error)) (done string, err error) {
	defer func() { r.end(name, form) }() // also where do panics
	form.done, err = do()
	form.ok = err == nil
	return form.done, err
}

// take gives the form of that name; first says that it was not known.
func (r *recent) take(name string) (form *sent, first bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if form = r.known[name]; form != nil {
		return form, false
	}
	form = &sent{ended: make(chan struct{})}
	delete(r.known, r.order[r.next])
	r.known[name] = form
	r.order[r.next] = name
	r.next = (r.next + 1) % len(r.order)
	return form, true
}

// end lets whoever waits go on. A form that failed may be sent again.
func (r *recent) end(name string, form *sent) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !form.ok && r.known[name] == form {
		delete(r.known, name)
	}
	close(form.ended)
}
