package webhook

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/chuyme/chuyme/internal/problem"
)

// What one message may hold.
const (
	maxText         = 64 << 10
	maxMedia        = 20 << 20                         // all media of a message, decoded
	maxBody         = maxMedia/3*4 + 4*maxText + 1<<20 // base64 is longer by a third, escapes by more
	maxFiles        = 10
	maxConversation = 200
	maxData         = 256
	maxLang         = 35 // the longest tag that RFC 5646 asks programs to take
)

// Message is what a client sends: one thing that a person wrote, pressed or shared.
type Message struct {
	Conversation string    `json:"conversation" minLength:"1" maxLength:"200" doc:"The client's own name of the conversation; the same for each message of it."`
	Text         string    `json:"text,omitempty" doc:"What the person wrote. Not together with data."`
	Data         string    `json:"data,omitempty" doc:"The data of the button that was pressed, such as role=child."`
	Lang         string    `json:"lang,omitempty" doc:"The person's language as a BCP 47 tag, where it is known."`
	Media        []Media   `json:"media,omitempty" maxItems:"10" doc:"Photos, recordings, videos: 20 MB at most in all."`
	Location     *Location `json:"location,omitempty" doc:"A place that was shared."`
}

// Media is one file.
type Media struct {
	Type   string `json:"type" doc:"MIME type, as far as it is known."`
	Base64 string `json:"base64" contentEncoding:"base64" doc:"The file in base64."`

	data []byte
}

// Location is a point on the map in decimal degrees.
type Location struct {
	Lat *float64 `json:"lat" minimum:"-90" maximum:"90"`
	Lon *float64 `json:"lon" minimum:"-180" maximum:"180"`
}

// readMessage reads and checks a body. Its errors name the field and never what it held.
func readMessage(body []byte) (Message, error) {
	var m Message
	in := json.NewDecoder(bytes.NewReader(body))
	if err := in.Decode(&m); err != nil {
		return m, malformed(err)
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return m, problem.Say(problem.Invalid, "the body is to be one JSON object and nothing after it")
	}
	if err := m.check(); err != nil {
		return m, err
	}
	return m, m.decode()
}

func malformed(err error) error {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) && kind.Field != "" {
		return problem.At(kind.Field, "is of another type than it is to be")
	}
	return problem.Say(problem.Invalid, "the body is to be a JSON object")
}

func (m *Message) check() error {
	switch {
	case m.Conversation == "" || len(m.Conversation) > maxConversation || strings.ContainsFunc(m.Conversation, unicode.IsControl):
		return problem.At("conversation", "is to be the client's name of the conversation, 1 to 200 bytes, without control characters")
	case m.Text != "" && m.Data != "":
		return problem.At("data", "cannot come together with text")
	case len(m.Text) > maxText:
		return problem.TooLarge
	case len(m.Data) > maxData:
		return problem.At("data", "is to be that of a button, at most 64 bytes")
	case len(m.Lang) > maxLang:
		return problem.At("lang", "is to be a BCP 47 tag, such as bg")
	case len(m.Media) > maxFiles:
		return problem.At("media", "holds more than 10 files")
	}
	if l := m.Location; l != nil && (!within(l.Lat, 90) || !within(l.Lon, 180)) {
		return problem.At("location", "is to hold lat and lon in decimal degrees")
	}
	return nil
}

func within(n *float64, limit float64) bool { return n != nil && *n >= -limit && *n <= limit }

// decode reads the files.
func (m *Message) decode() error {
	left := maxMedia
	for i := range m.Media {
		file := &m.Media[i]
		if base64.StdEncoding.DecodedLen(len(file.Base64)) > left+3 {
			return problem.TooLarge
		}
		data, err := base64.StdEncoding.DecodeString(file.Base64)
		if err != nil || len(data) == 0 {
			return problem.At(fmt.Sprintf("media[%d].base64", i), "is to be a file in base64")
		}
		if left -= len(data); left < 0 {
			return problem.TooLarge
		}
		file.data, file.Base64 = data, ""
	}
	return nil
}
