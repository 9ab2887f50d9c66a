package console_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/pages/pagetest"
)

// aPicture is a JPEG of one colour.
func aPicture(t *testing.T, w, h int, c color.Color) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Bounds(), image.NewUniform(c), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// aVoice is a WAV of some seconds of a low buzz.
func aVoice(seconds int) string {
	const rate = 8000
	sound := make([]byte, rate*seconds)
	for i := range sound {
		sound[i] = byte(128 + i%40)
	}
	le := binary.LittleEndian
	head := le.AppendUint32([]byte("RIFF"), uint32(36+len(sound)))
	head = le.AppendUint32(append(head, "WAVEfmt "...), 16)
	head = le.AppendUint16(le.AppendUint16(head, 1), 1) // plain samples, one channel
	head = le.AppendUint32(le.AppendUint32(head, rate), rate)
	head = le.AppendUint16(le.AppendUint16(head, 1), 8)
	return string(le.AppendUint32(append(head, "data"...), uint32(len(sound)))) + string(sound)
}

func TestPhotoIsBlurredUntilItIsOpened(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	_, page := d.get(at)
	wants(t, page, `<img class="blurred" src="/console/cases/2026-000123/files/ab12cd34ef/blurred"`)
	if images := regexp.MustCompile(`<img[^>]*>`).FindAllString(page, -1); len(images) != 1 {
		t.Errorf("pictures on the page: %q, want the blurred one alone", images)
	}
	resp, body := d.get(at + "/files/ab12cd34ef/blurred")
	if body != "blurred of ab12cd34ef" || resp.Header.Get("Content-Type") != "image/jpeg" || resp.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("blurred: %q, %v", body, resp.Header)
	}
	if resp, body = d.get(at + "/files/ab12cd34ef/shown"); resp.StatusCode != http.StatusForbidden || strings.Contains(body, "shown of") {
		t.Errorf("the photo, opened by nobody: status %d, %q", resp.StatusCode, body)
	}
	if d.reg.done() != "" {
		t.Errorf("to look at the case opened a file: %s", d.reg.done())
	}
	_, page = d.post(at+"/files/ab12cd34ef", "form", "shown")
	wants(t, page, `<img class="shown" src="/console/cases/2026-000123/files/ab12cd34ef/shown"`)
	if got := d.reg.done(); got != "o-1 shown ab12cd34ef ()" {
		t.Errorf("done %q", got)
	}
	if _, body = d.get(at + "/files/ab12cd34ef/shown"); body != "shown of ab12cd34ef" {
		t.Errorf("the photo, once it was opened: %q", body)
	}
	if resp, _ = d.get(at + "/files/ab12cd34ef"); resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("a link that opens it unasked: status %d", resp.StatusCode)
	}
}

func TestOriginalIsForLeadsWithAReason(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	_, page := d.get(at)
	wants(t, page, "Оригинала отваря само ръководител")
	lacks(t, page, `value="original"`)
	if resp, body := d.post(at+"/files/ab12cd34ef", "form", "original", "text", "искам"); resp.StatusCode != http.StatusForbidden || strings.Contains(body, "original of") {
		t.Errorf("to an officer on duty: status %d, %q", resp.StatusCode, body)
	}
	d.signIn("lead-invite")
	_, page = d.get(at)
	wants(t, page, `value="original"`, "Защо е нужен оригиналът")
	if resp, body := d.post(at+"/files/ab12cd34ef", "form", "original", "text", "  "); resp.StatusCode != http.StatusUnprocessableEntity || strings.Contains(body, "original of") {
		t.Errorf("without a reason: status %d, %q", resp.StatusCode, body)
	}
	resp, body := d.post(at+"/files/ab12cd34ef", "form", "original", "text", "за експертиза")
	if body != "original of ab12cd34ef" || resp.Header.Get("Content-Type") != "application/octet-stream" {
		t.Errorf("%q as %s", body, resp.Header.Get("Content-Type"))
	}
	if got := resp.Header.Get("Content-Disposition"); got != `attachment; filename=2026-000123-ab12cd34.jpg` {
		t.Errorf("disposition %q", got)
	}
	if got := d.reg.done(); got != "o-1 original ab12cd34ef (за експертиза)" {
		t.Errorf("done %q", got)
	}
	if resp, body = d.get(at + "/files/ab12cd34ef/original"); resp.StatusCode != http.StatusNotFound {
		t.Errorf("the original by a link: status %d, %q", resp.StatusCode, body)
	}
}

func TestFilesOfOtherKinds(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	for _, f := range [][3]string{{"document", "application/pdf", "dd01"}, {"photo", "image/heic", "dd02"}, {"voice", "audio/ogg", "dd03"}, {"photo", "image/png", "dd04"}} {
		d.reg.send(f[0], f[1], f[2])
	}
	_, page := d.get(at)
	wants(t, page, "файл, 2.0 MB, 7 s · неизчистено", "запис, 2.0 MB, 7 s · неизчистено", "Свали файла", "Чуй с променен глас", "files/dd04/blurred")
	lacks(t, page, "files/dd02/blurred", "files/dd02\"><input type=\"hidden\" name=\"form\" value=\"shown\"")
	resp, body := d.post(at+"/files/dd01", "form", "sent")
	if body != "sent of dd01" || resp.Header.Get("Content-Disposition") != "attachment; filename=2026-000123-dd01.pdf" {
		t.Errorf("%q, %v", body, resp.Header)
	}
	for _, form := range []string{"shown", "", "burned"} {
		if resp, _ := d.post(at+"/files/dd01", "form", form); resp.StatusCode != http.StatusNotFound {
			t.Errorf("a document as %q: status %d", form, resp.StatusCode)
		}
	}
	d.reg.files["shown of dd04"] = "broken"
	_, page = d.post(at+"/files/dd04", "form", "shown")
	wants(t, page, "не може да се изчисти и покаже")
	lacks(t, page, "<img")
}

func TestRecordingIsReadInParts(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	d.reg.send("voice", "audio/ogg", "dd03")
	if resp, _ := d.get(at + "/files/dd03/changed"); resp.StatusCode != http.StatusForbidden {
		t.Errorf("unopened: status %d", resp.StatusCode)
	}
	resp, page := d.post(at+"/files/dd03", "form", "changed")
	wants(t, page, `<audio data-changed="/console/cases/2026-000123/files/dd03/changed"`, "<noscript>")
	lacks(t, page, " src=\"/console/cases")
	if csp := resp.Header.Get("Content-Security-Policy"); !strings.HasSuffix(csp, "; media-src 'self'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
	resp, body := d.do(http.MethodGet, at+"/files/dd03/changed", "", "", "Range", "bytes=8-9")
	if resp.StatusCode != http.StatusPartialContent || body != "of" || resp.Header.Get("Content-Type") != "audio/ogg" {
		t.Errorf("a part: status %d, %q, %v", resp.StatusCode, body, resp.Header)
	}
	if resp, _ = d.get(at + "/files/dd03/true"); resp.StatusCode != http.StatusForbidden {
		t.Errorf("the true voice by opening the changed one: status %d", resp.StatusCode)
	}
}

func TestPhotoPage(t *testing.T) {
	d := open(t)
	d.reg.files["blurred of ab12cd34ef"] = aPicture(t, 24, 18, color.Gray{120})
	d.reg.files["shown of ab12cd34ef"] = aPicture(t, 640, 480, color.RGBA{0, 120, 0, 255})
	b := pagetest.Open(t, nil)
	b.Language("bg")
	b.Go(d.url + "/console/join?token=good-invite")
	b.Submit("button.main")
	b.Submit(`a[href="/console/cases/2026-000123"]`)
	b.Until(`document.querySelector('.blurred').naturalWidth === 24`)
	b.Until("document.documentElement.scrollWidth <= innerWidth")
	b.Picture("console-photo-blurred")
	b.Submit(`.file button`)
	b.Until(`document.querySelector('.shown').naturalWidth === 640`)
	b.Until("document.documentElement.scrollWidth <= innerWidth")
	b.Picture("console-photo-shown")
	if got := d.reg.done(); got != "o-1 shown ab12cd34ef ()" {
		t.Errorf("done %q", got)
	}
	b.Clean()
}

func TestVoicePage(t *testing.T) {
	d := open(t)
	d.reg.send("voice", "audio/wave", "dd03")
	d.reg.files["changed of dd03"] = aVoice(4)
	d.reg.files["true of dd03"] = aVoice(4)
	b := pagetest.Open(t, nil)
	b.Language("bg")
	b.Go(d.url + "/console/join?token=good-invite")
	b.Submit("button.main")
	b.Go(d.url + at)
	b.Submit(`form[action$="/dd03"] button`)
	b.Until(`document.querySelector('audio').duration === 4`)
	b.Until(`(() => { const a = document.querySelector('audio'); return a.playbackRate === 0.8 && !a.preservesPitch })()`)
	b.Until(`(() => { const a = document.querySelector('audio'); a.muted = true; a.play(); return a.currentTime > 0.2 })()`)
	pagetest.Value[float64](b, `document.querySelector('audio').playbackRate = 1`)
	b.Until(`document.querySelector('audio').playbackRate === 0.8`)
	b.Until(`(() => { const a = document.querySelector('audio'); if (a.currentTime < 3) a.currentTime = 3.2; return a.currentTime > 3.3 })()`)
	b.Picture("console-voice-changed")
	b.Submit(`input[value="true"] + button`)
	b.Until(`document.querySelector('audio').duration === 4 && document.querySelector('audio').playbackRate === 1`)
	if got := d.reg.done(); got != "o-1 changed dd03 (); o-1 true dd03 ()" {
		t.Errorf("done %q", got)
	}
	b.Clean()
}

func TestVideoPage(t *testing.T) {
	d := open(t)
	d.reg.send("video", "video/webm", "dd05")
	b := pagetest.Open(t, nil)
	b.Language("bg")
	b.Go(d.url + "/console/join?token=good-invite")
	b.Submit("button.main")
	b.Go(d.url + at)
	// The browser itself makes the film: half a second of a drawing.
	pagetest.Value[bool](b, `(() => {
		const c = document.createElement('canvas'), film = [];
		const pen = c.getContext('2d'), rec = new MediaRecorder(c.captureStream(25), { mimeType: 'video/webm' });
		let n = 0;
		const draw = () => { pen.fillStyle = n++ % 2 ? 'red' : 'blue'; pen.fillRect(0, 0, 300, 150); if (n < 15) setTimeout(draw, 40); else rec.stop(); };
		rec.ondataavailable = (e) => film.push(e.data);
		rec.onstop = () => { const r = new FileReader(); r.onload = () => { window.film = r.result.split(',')[1]; }; r.readAsDataURL(new Blob(film)); };
		rec.start(); draw();
		return true;
	})()`)
	b.Until(`!!window.film`)
	film, err := base64.StdEncoding.DecodeString(pagetest.Value[string](b, `window.film`))
	if err != nil {
		t.Fatal(err)
	}
	d.reg.mu.Lock()
	d.reg.files["played of dd05"] = string(film)
	d.reg.mu.Unlock()
	b.Submit(`form[action$="/dd05"] button`)
	b.Until(`(() => { const v = document.querySelector('video'); v.muted = true; v.play(); return v.videoWidth === 300 && v.currentTime > 0.1 })()`)
	if got := d.reg.done(); got != "o-1 played dd05 ()" {
		t.Errorf("done %q", got)
	}
	b.Clean()
}
