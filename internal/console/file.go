package console

import (
	"io"
	"mime"
	"net/http"

	"github.com/gorilla/mux"

	"github.com/chuyme/chuyme/internal/signal"
)

// file hands out one attachment, to be kept and never to be shown inside a page: it may be what nobody should see in
// passing, and what a browser should not open. It is a post, since each opening is written down.
func (c *Console) file(w http.ResponseWriter, r *http.Request, who Officer) {
	ref, err := refOf(r)
	if err != nil {
		c.fail(w, r, err)
		return
	}
	body, media, err := c.p.Desk.Attachment(r.Context(), who, ref, mux.Vars(r)["file"], "console, download")
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

// fileName says which case it is of and nothing else; the name that it had is not kept.
func fileName(ref signal.Ref, m signal.Media) string {
	id := m.ID
	if len(id) > 8 {
		id = id[:8]
	}
	endings := map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif",
		"audio/ogg": ".ogg", "application/ogg": ".ogg", "audio/mpeg": ".mp3", "audio/wave": ".wav", "video/mp4": ".mp4",
		"video/webm": ".webm", "application/pdf": ".pdf", "text/plain": ".txt"}
	kind, _, err := mime.ParseMediaType(m.Type)
	if err != nil || endings[kind] == "" {
		return string(ref) + "-" + id + ".bin"
	}
	return string(ref) + "-" + id + endings[kind]
}
