package sniff_test

import (
	"testing"

	"github.com/chuyme/chuyme/internal/attachment/sniff"
)

func TestOf(t *testing.T) {
	for name, tt := range map[string]struct{ head, told, kind, mime string }{
		"a photo":                   {"\xff\xd8\xff\xe0\x00\x10JFIF", "photo", "photo", "image/jpeg"},
		"a photo sent as a file":    {"\xff\xd8\xff\xe1\x00\x10Exif", "document", "photo", "image/jpeg"},
		"a webp":                    {"RIFF\x00\x00\x00\x00WEBPVP8 ", "photo", "photo", "image/webp"},
		"a phone's photo":           {"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "document", "photo", "image/heic"},
		"an archive called .jpg":    {"PK\x03\x04\x14\x00", "photo", "document", "application/zip"},
		"an archive called a voice": {"PK\x03\x04\x14\x00", "voice", "document", "application/zip"},
		"a page called a photo":     {"<!DOCTYPE HTML><html>", "photo", "document", "text/html; charset=utf-8"},
		"a drawing with a script":   {"<?xml version=\"1.0\"?><svg>", "photo", "document", "text/xml; charset=utf-8"},
		"a program":                 {"MZ\x90\x00\x03\x00", "video", "video", "application/octet-stream"},
		"a voice message":           {"OggS\x00\x02\x00\x00", "voice", "voice", "audio/ogg"},
		"a film in ogg":             {"OggS\x00\x02\x00\x00", "video", "video", "video/ogg"},
		"a browser's recording":     {"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1fwebm", "voice", "voice", "audio/webm"},
		"a browser's film":          {"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1fwebm", "video", "video", "video/webm"},
		"a song without a label":    {"\xff\xfb\x90\x44", "voice", "voice", "audio/mpeg"},
		"an iPhone's recording":     {"\x00\x00\x00\x1cftypM4A \x00\x00", "document", "voice", "audio/mp4"},
		"an iPhone's film":          {"\x00\x00\x00\x14ftypqt  \x00\x00", "document", "video", "video/quicktime"},
		"a film sent as a file":     {"\x00\x00\x00\x18ftypisom\x00\x00", "document", "video", "video/mp4"},
		"a video note":              {"\x00\x00\x00\x18ftypmp42\x00\x00", "video", "video", "video/mp4"},
		"a paper":                   {"%PDF-1.7", "document", "document", "application/pdf"},
		"bytes":                     {"\x01\x02\x03", "photo", "document", "application/octet-stream"},
		"an unknown recording":      {"\x01\x02\x03", "voice", "voice", "application/octet-stream"},
		"nothing":                   {"", "photo", "document", "text/plain; charset=utf-8"},
	} {
		if kind, mime := sniff.Of([]byte(tt.head), tt.told); kind != tt.kind || mime != tt.mime {
			t.Errorf("%s: %s, %s; want %s, %s", name, kind, mime, tt.kind, tt.mime)
		}
	}
}
