package attachment

import (
	"slices"
	"strings"

	"github.com/chuyme/chuyme/internal/attachment/picture"
)

// Form is how an attachment is opened by an officer.
type Form string

// The forms. All but AsBlurred are opened by a press, and written down.
const (
	AsBlurred  Form = "blurred"  // a photo before it is opened
	AsShown    Form = "shown"    // a photo's working copy
	AsChanged  Form = "changed"  // a voice, at another pitch: the page changes it
	AsTrue     Form = "true"     // a voice as it is
	AsPlayed   Form = "played"   // a video
	AsSent     Form = "sent"     // a file that has no other form, to be kept; not cleaned
	AsOriginal Form = "original" // what a photo, voice or video came as: evidence, not cleaned
)

// Forms lists how a file of this kind and MIME type can be opened, the usual form first. What a browser is handed to
// show or play is of a type that cannot hold a script.
func Forms(kind, mime string) []Form {
	mime, _, _ = strings.Cut(mime, ";")
	switch {
	case picture.Decodes(mime):
		return []Form{AsBlurred, AsShown, AsOriginal}
	case strings.HasPrefix(mime, "image/"):
		return []Form{AsOriginal}
	case kind == "voice" && slices.Contains(played(), mime):
		return []Form{AsChanged, AsTrue, AsOriginal}
	case kind == "video" && slices.Contains(played(), mime):
		return []Form{AsPlayed, AsOriginal}
	}
	return []Form{AsSent}
}

// Cleaned reports whether a form holds nothing but what is to be seen.
func (f Form) Cleaned() bool { return f == AsBlurred || f == AsShown }

// played are the MIME types that browsers play.
func played() []string {
	return []string{"audio/ogg", "application/ogg", "audio/mpeg", "audio/mp4", "audio/webm", "audio/wave", "audio/aac", "audio/flac",
		"video/mp4", "video/webm", "video/ogg", "video/quicktime"}
}
