// Package sniff says what a file is from its first bytes. What it is called and what its sender says that it is does
// not count: an archive named .jpg is a document.
//
// It must never read a name, and never decide what may be kept.
package sniff

import (
	"net/http"
	"strings"
)

// Of gives the kind (photo, voice, video or document) and the MIME type of a file that begins with head; 512 bytes of
// it are enough. told is the kind as the channel has it: it decides only between a voice and a video, whose files
// look alike, and for a recording whose form is not known here.
func Of(head []byte, told string) (kind, mime string) {
	mime = Type(head)
	top, sub, _ := strings.Cut(mime, "/")
	recording := told == "voice" || told == "video"
	switch {
	case top == "image":
		return "photo", mime
	case mime == "application/ogg" && told == "video":
		return "video", "video/ogg"
	case mime == "application/ogg":
		return "voice", "audio/ogg"
	case top == "video" && told == "voice":
		return "voice", "audio/" + sub
	case top == "audio":
		return "voice", mime
	case top == "video":
		return "video", mime
	case mime == "application/octet-stream" && recording:
		return told, mime
	}
	return "document", mime
}

// more are forms that package net/http does not know; ? stands for any byte.
func more() []struct{ magic, mime string } {
	return []struct{ magic, mime string }{
		{"????ftyphei", "image/heic"}, {"????ftyphev", "image/heic"}, {"????ftypmif1", "image/heic"}, {"????ftypmsf1", "image/heic"},
		{"????ftypavi", "image/avif"}, {"????ftypM4A", "audio/mp4"}, {"????ftypM4B", "audio/mp4"}, {"????ftypqt  ", "video/quicktime"},
		{"????ftyp3g", "video/3gpp"}, {"????ftyp", "video/mp4"}, {"II*\x00", "image/tiff"}, {"MM\x00*", "image/tiff"},
		{"fLaC", "audio/flac"}, {"#!AMR", "audio/amr"}, {"\xff\xf1", "audio/aac"}, {"\xff\xf9", "audio/aac"},
		{"\xff\xfb", "audio/mpeg"}, {"\xff\xfa", "audio/mpeg"}, {"\xff\xf3", "audio/mpeg"}, {"\xff\xf2", "audio/mpeg"},
	}
}

// Type gives the MIME type of a file that begins with head.
func Type(head []byte) string {
	for _, m := range more() {
		if matches(head, m.magic) {
			return m.mime
		}
	}
	return http.DetectContentType(head)
}

func matches(head []byte, magic string) bool {
	if len(head) < len(magic) {
		return false
	}
	for i := range len(magic) {
		if magic[i] != '?' && magic[i] != head[i] {
			return false
		}
	}
	return true
}
