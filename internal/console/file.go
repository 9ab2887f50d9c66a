package console

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"github.com/chuyme/chuyme/internal/attachment"
	"github.com/chuyme/chuyme/internal/problem"
	"github.com/chuyme/chuyme/internal/signal"
)

// shownFile is the one attachment that its page shows.
type shownFile struct {
	Media  signal.Media
	Form   attachment.Form
	NoCopy bool // it is a photo that cannot be shown
}

// OneFile is the page about one attachment of it.
func (s sheet) OneFile(m *signal.Media) sheet {
	s.File.Media = *m
	return s
}

// Forms lists how an attachment is opened by a press, for its buttons.
func (s sheet) Forms(m signal.Media) (forms []attachment.Form) {
	for _, f := range attachment.Forms(m.Kind, m.Type) {
		if f != attachment.AsBlurred && f != attachment.AsOriginal {
			forms = append(forms, f)
		}
	}
	return forms
}

// Can reports whether an attachment has a form.
func (s sheet) Can(m signal.Media, form attachment.Form) bool {
	return slices.Contains(attachment.Forms(m.Kind, m.Type), form)
}

// Size writes a number of bytes for people.
func (s sheet) Size(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d B", n)
}

// Lead reports whether the officer is a lead, who may open what is kept as evidence.
func (s sheet) Lead() bool { return s.Who.Role == "lead" }

// openFile opens an attachment: it is a post, since each opening is written down. What is to be kept is handed out,
// what is to be seen or heard has a page.
func (c *Console) openFile(w http.ResponseWriter, r *http.Request, who Officer) {
	if err := readForm(w, r); err != nil {
		c.fail(w, r, err)
		return
	}
	ref, err := refOf(r)
	if err != nil {
		c.fail(w, r, err)
		return
	}
	id, form, why := mux.Vars(r)["file"], attachment.Form(r.PostForm.Get("form")), strings.TrimSpace(r.PostForm.Get("text"))
	if form == attachment.AsOriginal && why == "" {
		c.fail(w, r, problem.At("text", "is to be the reason"))
		return
	}
	s := c.sheet(w, r, who)
	s.File.Form = form
	s.View.Case.Ref = ref
	s.File.Media, err = c.p.Desk.OpenFile(r.Context(), who, ref, id, form, why)
	s.File.NoCopy = errors.Is(err, attachment.ErrNoCopy)
	if err != nil && !s.File.NoCopy {
		c.fail(w, r, err)
		return
	}
	if form == attachment.AsSent || form == attachment.AsOriginal {
		c.handOut(w, r, who, ref, id, form)
		return
	}
	w.Header().Set("Content-Security-Policy", w.Header().Get("Content-Security-Policy")+"; media-src 'self'")
	c.show(w, http.StatusOK, "file.html", s)
}

// handOut gives a file to be kept, which a browser is not to open.
func (c *Console) handOut(w http.ResponseWriter, r *http.Request, who Officer, ref signal.Ref, id string, form attachment.Form) {
	body, media, err := c.p.Desk.File(r.Context(), who, ref, id, form)
	if err != nil {
		c.fail(w, r, err)
		return
	}
	defer body.Close()
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fileName(ref, media)}))
	if _, err := io.Copy(w, body); err != nil && r.Context().Err() == nil {
		// What was begun cannot be taken back: end the connection, so that half a file is not taken for a whole one.
		c.p.Log.Error("console: an attachment broke off", "ref", ref, "err", err)
		panic(http.ErrAbortHandler)
	}
}

// file gives what a page shows or plays: a photo that is blurred, or a file that the officer has opened.
func (c *Console) file(w http.ResponseWriter, r *http.Request, who Officer) {
	ref, err := refOf(r)
	if err != nil {
		problem.Write(w, err)
		return
	}
	form := attachment.Form(mux.Vars(r)["form"])
	if form == attachment.AsSent || form == attachment.AsOriginal {
		problem.Write(w, problem.NotFound) // they are handed out where they are opened
		return
	}
	body, media, err := c.p.Desk.File(r.Context(), who, ref, mux.Vars(r)["file"], form)
	if err != nil {
		if r.Context().Err() == nil && problem.Of(err) == problem.Internal {
			c.p.Log.Error("console: an attachment could not be read", "ref", ref, "err", err)
		}
		problem.Write(w, err)
		return
	}
	defer body.Close()
	w.Header().Set("Content-Type", media.Type)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	http.ServeContent(w, r, "", time.Time{}, body)
}

// fileName says which case it is of and nothing else; the name that it had is not kept.
func fileName(ref signal.Ref, m signal.Media) string {
	id := m.ID
	if len(id) > 8 {
		id = id[:8]
	}
	endings := map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif",
		"image/heic": ".heic", "image/avif": ".avif", "audio/ogg": ".ogg", "application/ogg": ".ogg", "audio/mpeg": ".mp3",
		"audio/wave": ".wav", "audio/mp4": ".m4a", "audio/webm": ".webm", "audio/aac": ".aac", "audio/amr": ".amr", "audio/flac": ".flac",
		"video/mp4": ".mp4", "video/webm": ".webm", "video/ogg": ".ogv", "video/quicktime": ".mov", "video/3gpp": ".3gp",
		"application/pdf": ".pdf", "text/plain": ".txt"}
	kind, _, err := mime.ParseMediaType(m.Type)
	if err != nil || endings[kind] == "" {
		return string(ref) + "-" + id + ".bin"
	}
	return string(ref) + "-" + id + endings[kind]
}
