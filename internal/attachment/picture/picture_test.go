package picture_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"testing"
	"testing/iotest"

	"github.com/chuyme/chuyme/internal/attachment/picture"
)

// corners is a picture with a colour of its own in each quarter: red, green over blue, black.
func corners(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{A: 255}
			switch {
			case x < w/2 && y < h/2:
				c.R = 255
			case y < h/2:
				c.G = 255
			case x < w/2:
				c.B = 255
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withEXIF puts an APP1 segment into a JPEG: how it was held, who made it, and where, with a directory of GPS tags.
func withEXIF(photo []byte, order binary.AppendByteOrder, orientation uint16) []byte {
	mark := "II"
	if order.String() == "BigEndian" {
		mark = "MM"
	}
	tiff := order.AppendUint32(order.AppendUint16([]byte(mark), 42), 8)
	entry := func(tag, kind uint16, count, value uint32) {
		tiff = order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, tag), kind), count)
		if kind == 3 { // a short stands at the beginning of its four bytes
			tiff = order.AppendUint16(order.AppendUint16(tiff, uint16(value)), 0)
			return
		}
		tiff = order.AppendUint32(tiff, value)
	}
	tiff = order.AppendUint16(tiff, 3)
	entry(0x010f, 2, 12, 50)                  // make
	entry(0x0112, 3, 1, uint32(orientation))  // orientation
	entry(0x8825, 4, 1, 62)                   // where the GPS directory stands
	tiff = order.AppendUint32(tiff, 0)        // no further directory
	tiff = append(tiff, "SecretPhone\x00"...) // at 50
	tiff = order.AppendUint16(tiff, 1)        // at 62
	entry(0x001d, 2, 11, 80)                  // date
	tiff = order.AppendUint32(tiff, 0)
	tiff = append(tiff, "42.7N,23.3E"...)
	app1 := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{}, photo[:2]...)
	out = binary.BigEndian.AppendUint16(append(out, 0xff, 0xe1), uint16(len(app1)+2))
	return append(append(out, app1...), photo[2:]...)
}

func clean(t testing.TB, file []byte) picture.Made {
	t.Helper()
	made, err := picture.Clean(t.Context(), bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// quarters names the colours of a JPEG's four corners.
func quarters(t *testing.T, file []byte) string {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	said := ""
	for _, p := range []image.Point{{w / 4, h / 4}, {3 * w / 4, h / 4}, {w / 4, 3 * h / 4}, {3 * w / 4, 3 * h / 4}} {
		r, g, b, _ := img.At(p.X, p.Y).RGBA()
		switch {
		case r > 0xc000 && g < 0x4000 && b < 0x4000:
			said += "R"
		case g > 0xc000 && r < 0x4000 && b < 0x4000:
			said += "G"
		case b > 0xc000 && r < 0x4000 && g < 0x4000:
			said += "B"
		case r < 0x4000 && g < 0x4000 && b < 0x4000:
			said += "K"
		default:
			said += "?"
		}
	}
	return said
}

func sizeOf(t *testing.T, file []byte) image.Point {
	t.Helper()
	c, err := jpeg.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return image.Pt(c.Width, c.Height)
}

func TestWhereAndWhoIsGone(t *testing.T) {
	sent := withEXIF(asJPEG(t, corners(64, 32)), binary.LittleEndian, 1)
	for _, secret := range []string{"Exif", "SecretPhone", "42.7N"} {
		if !bytes.Contains(sent, []byte(secret)) {
			t.Fatalf("the test's own photo has no %q", secret)
		}
	}
	made := clean(t, sent)
	for name, file := range map[string][]byte{"working": made.Working, "blurred": made.Blurred} {
		for _, secret := range []string{"Exif", "SecretPhone", "42.7N"} {
			if bytes.Contains(file, []byte(secret)) {
				t.Errorf("%s: %q is in it still", name, secret)
			}
		}
		for i := 0; i+1 < len(file); i++ {
			if file[i] == 0xff && (file[i+1] >= 0xe0 && file[i+1] <= 0xef || file[i+1] == 0xfe) {
				t.Errorf("%s: a segment of metadata, %#x", name, file[i+1])
			}
			if file[i] == 0xff && file[i+1] == 0xda {
				break // the picture itself
			}
		}
	}
}

func TestHeldAsItWas(t *testing.T) {
	// What stands in the file for one upright picture, RG over BK, held in each of the eight ways.
	stored := map[uint16]string{1: "RGBK", 2: "GRKB", 3: "KBGR", 4: "BKRG", 5: "RBGK", 6: "GKRB", 7: "KGBR", 8: "BRKG"}
	for orientation, want := range stored {
		for name, order := range map[string]binary.AppendByteOrder{"II": binary.LittleEndian, "MM": binary.BigEndian} {
			img := image.NewRGBA(image.Rect(0, 0, 64, 32))
			size := image.Pt(64, 32)
			if orientation >= 5 {
				img = image.NewRGBA(image.Rect(0, 0, 32, 64))
			}
			w, h := img.Bounds().Dx(), img.Bounds().Dy()
			colours := map[byte]color.RGBA{'R': {255, 0, 0, 255}, 'G': {0, 255, 0, 255}, 'B': {0, 0, 255, 255}, 'K': {0, 0, 0, 255}}
			for y := range h {
				for x := range w {
					img.SetRGBA(x, y, colours[want[2*(2*y/h)+2*x/w]])
				}
			}
			made := clean(t, withEXIF(asJPEG(t, img), order, orientation))
			if got := quarters(t, made.Working); got != "RGBK" || sizeOf(t, made.Working) != size {
				t.Errorf("%s, orientation %d: %s at %v, want RGBK at %v", name, orientation, got, sizeOf(t, made.Working), size)
			}
		}
	}
}

func TestSizes(t *testing.T) {
	for _, tt := range []struct{ w, h, toW, toH, blurW, blurH int }{
		{1, 1, 1, 1, 1, 1}, {640, 480, 640, 480, 24, 18}, {2048, 100, 2048, 100, 24, 1},
		{2049, 100, 2048, 99, 24, 1}, {5000, 500, 2048, 204, 24, 3}, {9000, 30, 2048, 7, 24, 1}, {30, 4100, 14, 2048, 1, 24},
	} {
		made := clean(t, asJPEG(t, corners(tt.w, tt.h)))
		if got, want := sizeOf(t, made.Working), image.Pt(tt.toW, tt.toH); got != want {
			t.Errorf("%d × %d: working copy %v, want %v", tt.w, tt.h, got, want)
		}
		if got, want := sizeOf(t, made.Blurred), image.Pt(tt.blurW, tt.blurH); got != want {
			t.Errorf("%d × %d: blurred copy %v, want %v", tt.w, tt.h, got, want)
		}
	}
}

func TestBlurredTellsNothing(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 600, 600))
	for y := range 600 {
		for x := range 600 {
			v := uint8(255 * ((x/5 + y/5) % 2)) // fine detail, black and white
			img.SetRGBA(x, y, color.RGBA{v, v, v, 255})
		}
	}
	blurred, err := jpeg.Decode(bytes.NewReader(clean(t, asJPEG(t, img)).Blurred))
	if err != nil {
		t.Fatal(err)
	}
	for y := range 24 {
		for x := range 24 {
			if r, _, _, _ := blurred.At(x, y).RGBA(); r < 0x5000 || r > 0xb000 {
				t.Fatalf("at %d, %d there is %#x, want grey: a detail is to be seen", x, y, r)
			}
		}
	}
}

func TestKindsThatAreDecoded(t *testing.T) {
	var moving bytes.Buffer
	if err := gif.Encode(&moving, corners(40, 40), nil); err != nil {
		t.Fatal(err)
	}
	// A lossless WebP of one red pixel.
	webp := []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")
	for name, tt := range map[string]struct {
		file []byte
		want string
	}{"png": {asPNG(t, corners(40, 40)), "RGBK"}, "gif": {moving.Bytes(), "RGBK"}, "webp": {webp, ""}} {
		made := clean(t, tt.file)
		if tt.want != "" && quarters(t, made.Working) != tt.want {
			t.Errorf("%s: %s, want %s", name, quarters(t, made.Working), tt.want)
		}
	}
	clear := clean(t, asPNG(t, image.NewNRGBA(image.Rect(0, 0, 20, 20))))
	img, err := jpeg.Decode(bytes.NewReader(clear.Working))
	if err != nil {
		t.Fatal(err)
	}
	if r, _, _, _ := img.At(10, 10).RGBA(); r < 0xf000 {
		t.Errorf("what one can see through became %#x, want white", r)
	}
}

func TestNoWorkingCopy(t *testing.T) {
	whole := asJPEG(t, corners(64, 64))
	for name, file := range map[string][]byte{
		"nothing":              nil,
		"a phone's own kind":   []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"),
		"an archive":           []byte("PK\x03\x04 and so on"),
		"cut short":            whole[:len(whole)/2],
		"a head alone":         whole[:3],
		"a bomb":               bomb(50_000, 50_000),
		"a very large picture": bomb(8_000, 6_000),
	} {
		if _, err := picture.Clean(t.Context(), bytes.NewReader(file)); !errors.Is(err, picture.ErrUnreadable) {
			t.Errorf("%s: %v, want ErrUnreadable", name, err)
		}
	}
}

func TestCleanTellsOfItsReader(t *testing.T) {
	broken := errors.New("the disk is gone")
	whole := asJPEG(t, corners(64, 64))
	failing := struct {
		io.Reader
		io.Seeker
	}{io.MultiReader(bytes.NewReader(whole[:600]), iotest.ErrReader(broken)), bytes.NewReader(nil)}
	if _, err := picture.Clean(t.Context(), failing); !errors.Is(err, broken) || errors.Is(err, picture.ErrUnreadable) {
		t.Errorf("%v, want the reader's error alone", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := picture.Clean(ctx, bytes.NewReader(whole)); !errors.Is(err, context.Canceled) || errors.Is(err, picture.ErrUnreadable) {
		t.Errorf("%v, want context.Canceled", err)
	}
}
