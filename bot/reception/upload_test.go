package reception

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"io"
	"io/fs"
	"log/slog"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/conversation/chat"
	"github.com/chuyme/chuyme/bot/session"
	"github.com/chuyme/chuyme/i18n"
	"github.com/chuyme/chuyme/internal/attachment"
	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

// door is a reception on stores of the test's own, and one person who writes to it.
type door struct {
	t     *testing.T
	r     *Reception
	files string // the folder of the attachments
	sent  int
	said  []string // ids of what was said
}

func openDoor(t *testing.T) *door {
	t.Helper()
	dir := t.TempDir()
	d := &door{t: t, files: filepath.Join(dir, "attachments")}
	keys, err := seal.OpenKeyset(filepath.Join(dir, "key"))
	d.must(err)
	sessions, err := session.Open(context.WithoutCancel(t.Context()), "", dir, keys, session.Options{})
	d.must(err)
	t.Cleanup(func() {
		if err := sessions.Close(); err != nil {
			t.Error(err)
		}
	})
	files, err := attachment.Open(d.files)
	d.must(err)
	questions, err := conversation.Load("")
	d.must(err)
	texts, err := i18n.Load()
	d.must(err)
	lex, err := lexicon.Load()
	d.must(err)
	d.r = New(Parts{Engine: conversation.New(questions, texts, lex, chat.Services()), Sessions: sessions, Files: files, Keys: keys,
		Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	return d
}

func (d *door) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// Say implements channel.Outlet: it remembers what was said.
func (d *door) Say(_ context.Context, replies []conversation.Reply) (ids []string, err error) {
	for _, r := range replies {
		d.said = append(d.said, r.ID)
	}
	return nil, nil
}

// Hide implements channel.Outlet.
func (d *door) Hide(context.Context, []string) error { return nil }

// send hands in one event, with a file where there is one, and gives the ids of what was said to it.
func (d *door) send(text string, file *channel.Upload) []string {
	d.t.Helper()
	d.sent++
	d.said = nil
	id := fmt.Sprint("u", d.sent)
	in := channel.Incoming{Channel: "test", Address: "7", ID: id, Event: conversation.Event{ID: id, Lang: "bg", Text: text}, Upload: file}
	d.must(d.r.Handle(d.t.Context(), in, d))
	return d.said
}

// kept is what the chat's draft holds of files.
func (d *door) kept() (media []signal.Media) {
	d.t.Helper()
	raw, err := d.r.Sessions.Peek(d.t.Context(), d.r.key("test", "7"))
	d.must(err)
	rec, err := readRecord(raw)
	d.must(err)
	for _, s := range rec.Talk.Draft.Said {
		if s.Media != nil {
			media = append(media, *s.Media)
		}
	}
	return media
}

// stored counts the files on the disk.
func (d *door) stored() (n int) {
	d.t.Helper()
	d.must(filepath.WalkDir(d.files, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	}))
	return n
}

func upload(kind, mime string, content []byte) *channel.Upload {
	return &channel.Upload{Kind: kind, Type: mime, Name: "DSC_0042.jpg", Bytes: int64(len(content)),
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}

func photo(t *testing.T, shade uint8) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 200, 100))
	for i := range img.Pix {
		img.Pix[i] = shade
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bomb is the head of a PNG that promises 65,000 × 65,000 pixels.
func bomb() []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), 65_000), 65_000)
	head = append(head, 8, 6, 0, 0, 0)
	file := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	return append(binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(head)), make([]byte, 10_000)...)
}

func TestTwentyPhotosAtOnceAreAllKept(t *testing.T) {
	d := openDoor(t)
	d.send("/start", nil)
	for i := range 20 {
		d.send("", upload("photo", "image/jpeg", photo(t, uint8(i*10))))
	}
	media := d.kept()
	if len(media) != 20 || d.stored() != 20 {
		t.Fatalf("%d photos are in the draft and %d on the disk, want 20", len(media), d.stored())
	}
	ids := map[string]bool{}
	for _, m := range media {
		ids[m.ID] = true
		if m.Kind != "photo" || m.Type != "image/jpeg" || m.Bytes == 0 {
			t.Errorf("kept as %+v", m)
		}
	}
	if len(ids) != 20 {
		t.Errorf("%d ids for 20 photos", len(ids))
	}
}

func TestKindIsWhatTheBytesSay(t *testing.T) {
	for name, tt := range map[string]struct {
		content          []byte
		told, kind, mime string
	}{
		"an archive called .jpg": {[]byte("PK\x03\x04 and so on"), "photo", "document", "application/zip"},
		"a photo sent as a file": {photo(t, 90), "document", "photo", "image/jpeg"},
		"a voice":                {[]byte("OggS\x00\x02 and so on"), "voice", "voice", "audio/ogg"},
		"a photo that is broken": {photo(t, 90)[:100], "photo", "photo", "image/jpeg"},
	} {
		d := openDoor(t)
		d.send("/start", nil)
		d.send("", upload(tt.told, "image/jpeg", tt.content))
		media := d.kept()
		if len(media) != 1 || media[0].Kind != tt.kind || media[0].Type != tt.mime {
			t.Errorf("%s: kept %+v, want a %s of %s", name, media, tt.kind, tt.mime)
		}
	}
}

func TestBombIsRefusedInWords(t *testing.T) {
	d := openDoor(t)
	d.send("/start", nil)
	d.send("", upload("photo", "image/jpeg", photo(t, 90))) // the chat has its key by now
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	said := d.send("", upload("photo", "image/png", bomb()))
	runtime.ReadMemStats(&after)
	if !strings.HasPrefix(said[0], "refused.bad_file") {
		t.Errorf("said %q, want that such a file is not kept", said)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 64<<20 {
		t.Errorf("a bomb takes %d bytes, want less than 64 MB", took)
	}
	if len(d.kept()) != 1 || d.stored() != 1 {
		t.Errorf("%d files are in the draft and %d on the disk, want the photo alone", len(d.kept()), d.stored())
	}
}

func TestTooBigAndEmptyAreRefusedInWords(t *testing.T) {
	d := openDoor(t)
	d.send("/start", nil)
	for name, tt := range map[string]struct {
		file *channel.Upload
		says string
	}{
		"told to be big": {&channel.Upload{Kind: "video", Bytes: MaxUpload + 1}, "refused.too_big"},
		"big": {&channel.Upload{Kind: "video", Open: func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(io.LimitReader(endless{}, MaxUpload+1)), nil
		}}, "refused.too_big"},
		"empty": {upload("photo", "image/jpeg", nil), "refused.bad_file"},
	} {
		if said := d.send("", tt.file); !strings.HasPrefix(said[0], tt.says) {
			t.Errorf("%s: said %q, want %s", name, said, tt.says)
		}
	}
	if media := d.kept(); len(media) != 0 {
		t.Errorf("kept %+v", media)
	}
}

// TestVoiceOfAnHour keeps what the limit allows: an hour in the form of Telegram's voice messages has about 15 MB.
func TestVoiceOfAnHour(t *testing.T) {
	d := openDoor(t)
	d.send("/start", nil)
	voice := upload("voice", "audio/ogg", append([]byte("OggS\x00\x02"), make([]byte, 15<<20)...))
	voice.Seconds = 3600
	d.send("", voice)
	if media := d.kept(); len(media) != 1 || media[0].Seconds != 3600 || media[0].Bytes != 15<<20+6 {
		t.Errorf("kept %+v", media)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func BenchmarkBomb(b *testing.B) {
	file := bomb()
	files, err := attachment.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	key, err := seal.NewCaseKey("d1")
	if err != nil {
		b.Fatal(err)
	}
	r := &Reception{Parts: Parts{Files: files}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.store(b.Context(), key, "00112233445566778899aabbccddeeff", upload("photo", "image/png", file)); err == nil {
			b.Fatal("a bomb was kept")
		}
	}
}
