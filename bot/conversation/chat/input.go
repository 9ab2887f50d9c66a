package chat

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/signal"
)

// Input is what happens in a turn; exactly one of its parts is set, but a caption may come with Media.
type Input struct {
	Text     string               // typed, or the caption of Media; "{code}" stands for the code shown last
	Data     string               // pressed
	Media    *signal.Media        // sent; ID is empty
	Refused  conversation.Refusal // sent, of a kind that cannot be taken
	Location *signal.Place        // shared
	Edits    int                  // Text replaces what was sent in the turn of this number, counting inputs ">" from 1
	Wait     time.Duration        // the clock moves
	House    string               // what the house does, "store down"
}

// parseInput reads a line that begins with >, .. or *.
func parseInput(line string) (Input, error) {
	kind, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	switch {
	case kind == "..":
		d, err := time.ParseDuration(rest)
		if err != nil {
			return Input{}, fmt.Errorf("the clock moves by %q: want a time like 3m or 24h", rest)
		}
		return Input{Wait: d}, nil
	case kind == "*":
		return Input{House: rest}, nil
	case strings.HasPrefix(rest, "[") && strings.HasSuffix(rest, "]"):
		return Input{Data: rest[1 : len(rest)-1]}, nil
	case strings.HasPrefix(rest, "(") && strings.HasSuffix(rest, ")"):
		return parseSent(rest[1 : len(rest)-1])
	}
	return Input{Text: rest}, nil
}

// refused are the words for what cannot be taken.
var refused = map[string]conversation.Refusal{
	"sticker": conversation.NotText, "big file": conversation.TooBig, "bad file": conversation.BadFile,
	"group": conversation.GroupChat, "flood": conversation.TooFast, "away": conversation.Unavailable,
}

// mimes are the types of what can be sent.
var mimes = map[string]string{
	"voice": "audio/ogg", "photo": "image/jpeg", "video": "video/mp4", "document": "application/pdf",
}

// parseSent reads what stands in parentheses.
func parseSent(what string) (Input, error) {
	what, caption, _ := strings.Cut(what, ":")
	caption = strings.TrimSpace(caption)
	if r, ok := refused[what]; ok {
		return Input{Refused: r, Text: caption}, nil
	}
	words := strings.Fields(what)
	if len(words) == 0 {
		return Input{}, fmt.Errorf("nothing stands in the parentheses")
	}
	switch {
	case words[0] == "location" && len(words) == 3:
		return Input{Location: &signal.Place{Lat: words[1], Lon: words[2]}}, nil
	case words[0] == "edit" && len(words) == 2:
		n, err := strconv.Atoi(words[1])
		if err != nil || n < 1 {
			return Input{}, fmt.Errorf("edit %q: want the number of a turn, from 1", words[1])
		}
		return Input{Edits: n, Text: caption}, nil
	case mimes[words[0]] != "":
		m := &signal.Media{Kind: words[0], Type: mimes[words[0]], Bytes: 1000}
		if len(words) > 1 {
			d, err := time.ParseDuration(words[1])
			if err != nil {
				return Input{}, fmt.Errorf("%s lasts %q: want a time like 12s", words[0], words[1])
			}
			m.Seconds = int(d.Seconds())
		}
		return Input{Media: m, Text: caption}, nil
	}
	return Input{}, fmt.Errorf("(%s): want voice, photo, video, document, location, edit, sticker, big file, bad file, group, flood or away", what)
}
