package channel

import "strings"

// KindOf is the kind of an upload of this MIME type.
func KindOf(mime string) string {
	top, _, _ := strings.Cut(mime, "/")
	switch {
	case top == "image":
		return "photo"
	case top == "audio", mime == "application/ogg":
		return "voice"
	case top == "video":
		return "video"
	}
	return "document"
}
