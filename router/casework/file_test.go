package casework_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/attachment"
	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/casework"
)

const (
	photoID = "00112233445566778899aabbccddeeff"
	voiceID = "aa112233445566778899aabbccddeeff"
	zipID   = "bb112233445566778899aabbccddeeff"
	badID   = "cc112233445566778899aabbccddeeff"
)

// where is what a photo must not tell.
const where = "42.7N,23.3E"

// withFiles opens a case in Teteven with a photo, a voice, an archive and a photo that is broken.
func withFiles(t *testing.T) (*night, signal.Ref) {
	t.Helper()
	n := newNight(t, "")
	var err error
	if n.desk.Files, err = attachment.Open(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 64, 32)), nil); err != nil {
		t.Fatal(err)
	}
	marked := photo.String()[:2] + "\xff\xfe\x00\x0d" + where + photo.String()[2:]
	files := []struct{ id, kind, mime, content string }{{photoID, "photo", "image/jpeg", marked}, {voiceID, "voice", "audio/ogg", "OggS voice"},
		{zipID, "document", "application/zip", "PK archive"}, {badID, "photo", "image/jpeg", "\xff\xd8\xff broken"}}
	d := signal.Draft{ID: "d1", Lang: "bg", Answers: signal.Answers{signal.KindOf: {signal.Physical}}, Place: signal.Place{Municipality: "LOV33"}}
	for _, f := range files {
		d.Said = append(d.Said, signal.Said{ID: f.id, At: n.now, Media: &signal.Media{ID: f.id, Kind: f.kind, Type: f.mime, Bytes: int64(len(f.content))}})
	}
	told, err := n.desk.Tell(t.Context(), casework.Telling{Draft: d, Reading: signal.Reading{Urgency: signal.Urgent}, Way: casework.Way{Channel: "web", Address: "a"}, Sent: true})
	if err != nil {
		t.Fatal(err)
	}
	key, err := n.desk.CaseKey(t.Context(), told.Ref)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if _, err := n.desk.Files.Put(t.Context(), f.id, key, strings.NewReader(f.content), 1<<20); err != nil {
			t.Fatal(err)
		}
	}
	return n, told.Ref
}

// officers of the unit that has the case, and of one that has not.
func onDuty() casework.Officer { return casework.Officer{Unit: "ozd-teteven", ID: "o-1", Role: "duty"} }
func lead() casework.Officer   { return casework.Officer{Unit: "ozd-teteven", ID: "o-3", Role: "lead"} }
func stranger() casework.Officer {
	return casework.Officer{Unit: "ozd-lovech", ID: "l-1", Role: "lead"}
}

// read opens nothing: it reads what was opened.
func (n *night) read(who casework.Officer, ref signal.Ref, id string, form attachment.Form) (string, error) {
	f, _, err := n.desk.File(n.t.Context(), who, ref, id, form)
	if err != nil {
		return "", err
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	return string(content), err
}

// opened is what the audit log has of files, the oldest first.
func (n *night) opened(ref signal.Ref) (lines []string) {
	n.t.Helper()
	log, err := n.store.AuditLog(n.t.Context(), ref, 0)
	if err != nil {
		n.t.Fatal(err)
	}
	for _, a := range log {
		if a.Action == "attachment" {
			lines = append([]string{string(a.Actor) + " " + a.Why}, lines...)
		}
	}
	return lines
}

func TestPhotoIsOpenedByAPressThatIsWrittenDown(t *testing.T) {
	n, ref := withFiles(t)
	blurred, err := n.read(onDuty(), ref, photoID, attachment.AsBlurred)
	if c, bad := jpeg.DecodeConfig(strings.NewReader(blurred)); err != nil || bad != nil || c.Width != 24 {
		t.Errorf("blurred: %v, %v, %d wide", err, bad, c.Width)
	}
	if _, err := n.read(onDuty(), ref, photoID, attachment.AsShown); !errors.Is(err, casework.ErrForbidden) {
		t.Errorf("shown, opened by nobody: %v, want ErrForbidden", err)
	}
	if got := n.opened(ref); got != nil {
		t.Errorf("the audit log has %q, and nothing was opened", got)
	}
	if _, err := n.desk.OpenFile(t.Context(), onDuty(), ref, photoID, attachment.AsShown, ""); err != nil {
		t.Fatal(err)
	}
	shown, err := n.read(onDuty(), ref, photoID, attachment.AsShown)
	if c, bad := jpeg.DecodeConfig(strings.NewReader(shown)); err != nil || bad != nil || c.Width != 64 || strings.Contains(shown, where) {
		t.Errorf("shown: %v, %v, %d wide; tells where: %v", err, bad, c.Width, strings.Contains(shown, where))
	}
	if _, err := n.read(lead(), ref, photoID, attachment.AsShown); !errors.Is(err, casework.ErrForbidden) {
		t.Errorf("shown to another than who opened it: %v, want ErrForbidden", err)
	}
	if got := strings.Join(n.opened(ref), "|"); got != "ozd-teteven/o-1 shown "+photoID+":" {
		t.Errorf("the audit log has %q", got)
	}
	n.now = n.now.Add(3 * time.Hour)
	if _, err := n.read(onDuty(), ref, photoID, attachment.AsShown); !errors.Is(err, casework.ErrForbidden) {
		t.Errorf("shown hours later: %v, want ErrForbidden", err)
	}
}

func TestOriginalIsForALeadWithAReason(t *testing.T) {
	n, ref := withFiles(t)
	for _, tt := range []struct {
		who  casework.Officer
		id   string
		why  string
		want error
	}{{onDuty(), photoID, "експертиза", casework.ErrForbidden}, {casework.Officer{Unit: "ozd-teteven", ID: "o-9", Role: "admin"}, photoID, "експертиза", casework.ErrForbidden},
		{lead(), photoID, " ", casework.ErrEmpty}, {stranger(), photoID, "експертиза", casestore.ErrNotFound},
		{lead(), zipID, "експертиза", casestore.ErrNotFound}} {
		if _, err := n.desk.OpenFile(t.Context(), tt.who, ref, tt.id, attachment.AsOriginal, tt.why); !errors.Is(err, tt.want) {
			t.Errorf("%s for %q: %v, want %v", tt.who.ID, tt.why, err, tt.want)
		}
	}
	if _, err := n.read(lead(), ref, photoID, attachment.AsOriginal); !errors.Is(err, casework.ErrForbidden) {
		t.Errorf("read without having been opened: %v, want ErrForbidden", err)
	}
	if _, err := n.desk.OpenFile(t.Context(), lead(), ref, photoID, attachment.AsOriginal, "за експертиза"); err != nil {
		t.Fatal(err)
	}
	if got, err := n.read(lead(), ref, photoID, attachment.AsOriginal); err != nil || !strings.Contains(got, where) {
		t.Errorf("the original: %v; as it came: %v", err, strings.Contains(got, where))
	}
	if got := strings.Join(n.opened(ref), "|"); got != "ozd-teteven/o-3 original "+photoID+": за експертиза" {
		t.Errorf("the audit log has %q", got)
	}
}

func TestFormsOfOtherFiles(t *testing.T) {
	n, ref := withFiles(t)
	for _, form := range []attachment.Form{attachment.AsChanged, attachment.AsTrue} {
		if _, err := n.desk.OpenFile(t.Context(), onDuty(), ref, voiceID, form, ""); err != nil {
			t.Fatal(err)
		}
		if got, err := n.read(onDuty(), ref, voiceID, form); got != "OggS voice" {
			t.Errorf("a voice as %s: %q, %v", form, got, err)
		}
	}
	if _, err := n.desk.OpenFile(t.Context(), onDuty(), ref, zipID, attachment.AsSent, ""); err != nil {
		t.Fatal(err)
	}
	if got, err := n.read(onDuty(), ref, zipID, attachment.AsSent); got != "PK archive" {
		t.Errorf("an archive: %q, %v", got, err)
	}
	if _, err := n.desk.OpenFile(t.Context(), onDuty(), ref, zipID, attachment.AsShown, ""); !errors.Is(err, casestore.ErrNotFound) {
		t.Errorf("an archive as a photo: %v, want ErrNotFound", err)
	}
	if _, err := n.desk.OpenFile(t.Context(), onDuty(), ref, badID, attachment.AsShown, ""); !errors.Is(err, attachment.ErrNoCopy) {
		t.Errorf("a broken photo: %v, want ErrNoCopy", err)
	}
	if got := len(n.opened(ref)); got != 3 {
		t.Errorf("the audit log has %d openings, want 3: %q", got, n.opened(ref))
	}
	if _, err := n.store.Purge(t.Context(), ref, casestore.System, "its time is over"); err != nil {
		t.Fatal(err)
	}
	if _, err := n.read(onDuty(), ref, voiceID, attachment.AsTrue); err == nil {
		t.Error("a file of a purged case was read")
	}
}
