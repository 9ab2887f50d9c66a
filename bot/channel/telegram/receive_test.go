package telegram

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/signal"
	tg "github.com/chuyme/chuyme/internal/telegram"
	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

var noon = time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)

const (
	head = `"from":{"id":7,"first_name":"Мария","language_code":"tr"},"chat":{"id":7,"type":"private"},"message_id":41,"date":1772798395`
	who  = `"from":{"id":7,"first_name":"Мария","language_code":"tr"}`
)

// TestReceive holds one update of each kind that Telegram can bring, and what it means.
func TestReceive(t *testing.T) {
	text := func(s string) conversation.Event {
		return conversation.Event{ID: "m41", At: noon, Lang: "tr", Text: s}
	}
	refused := func(why conversation.Refusal, words string) conversation.Event {
		ev := text(words)
		ev.Refused = why
		return ev
	}
	press := func(data string) conversation.Event {
		return conversation.Event{ID: "pq1", At: noon, Lang: "tr", Data: data}
	}
	for name, c := range map[string]struct {
		update  string
		event   *conversation.Event // nil: nothing for the conversation
		upload  *channel.Upload
		note    string
		press   string
		pressed int
	}{
		"text":          {update: `"message":{` + head + `,"text":"помощ"}`, event: new(text("помощ")), note: "41"},
		"start":         {update: `"message":{` + head + `,"text":"/start child"}`, event: new(text("/start child")), note: "41"},
		"start by name": {update: `"message":{` + head + `,"text":"/start@chuyme_bot child"}`, event: new(text("/start child")), note: "41"},
		"unknown command": {update: `"message":{` + head + `,"text":"/fly@chuyme_bot"}`,
			event: new(text("/fly")), note: "41"},
		"an at in a text": {update: `"message":{` + head + `,"text":"пиши на a@b"}`, event: new(text("пиши на a@b")), note: "41"},
		"zero byte":       {update: `"message":{` + head + `,"text":"а\u0000б"}`, event: new(text("аб")), note: "41"},
		"bidi and zero width": {update: `"message":{` + head + `,"text":"\u202eабв\u200b"}`,
			event: new(text("\u202eабв\u200b")), note: "41"},
		"4096 emoji": {update: `"message":{` + head + `,"text":"` + strings.Repeat("😭", 4096) + `"}`,
			event: new(text(strings.Repeat("😭", 4096))), note: "41"},
		"photo": {update: `"message":{` + head + `,"caption":"виж","photo":[{"file_id":"s","width":90,"height":60,"file_size":900},{"file_id":"l","width":1280,"height":960,"file_size":90000}]}`,
			event: new(text("виж")), upload: &channel.Upload{Kind: "photo", Type: "image/jpeg", Bytes: 90000}, note: "41"},
		"voice": {update: `"message":{` + head + `,"voice":{"file_id":"v","duration":12,"mime_type":"audio/ogg","file_size":5000}}`,
			event: new(text("")), upload: &channel.Upload{Kind: "voice", Type: "audio/ogg", Bytes: 5000, Seconds: 12}, note: "41"},
		"audio": {update: `"message":{` + head + `,"audio":{"file_id":"v","duration":12,"file_size":5000}}`,
			event: new(text("")), upload: &channel.Upload{Kind: "voice", Type: "audio/mpeg", Bytes: 5000, Seconds: 12}, note: "41"},
		"video": {update: `"message":{` + head + `,"video":{"file_id":"v","duration":4,"file_size":5000}}`,
			event: new(text("")), upload: &channel.Upload{Kind: "video", Type: "video/mp4", Bytes: 5000, Seconds: 4}, note: "41"},
		"round video": {update: `"message":{` + head + `,"video_note":{"file_id":"v","duration":4,"file_size":5000}}`,
			event: new(text("")), upload: &channel.Upload{Kind: "video", Type: "video/mp4", Bytes: 5000, Seconds: 4}, note: "41"},
		"document": {update: `"message":{` + head + `,"document":{"file_id":"d","file_name":"dnevnik.pdf","mime_type":"application/pdf","file_size":7}}`,
			event: new(text("")), upload: &channel.Upload{Kind: "document", Type: "application/pdf", Name: "dnevnik.pdf", Bytes: 7}, note: "41"},
		"animation": {update: `"message":{` + head + `,"animation":{"file_id":"d"},"document":{"file_id":"d","mime_type":"video/mp4","file_size":7}}`,
			event: new(text("")), upload: &channel.Upload{Kind: "document", Type: "video/mp4", Bytes: 7}, note: "41"},
		"50 MB": {update: `"message":{` + head + `,"caption":"той ме бие","document":{"file_id":"d","file_size":52428800}}`,
			event: new(refused(conversation.TooBig, "той ме бие")), note: "41"},
		"location": {update: `"message":{` + head + `,"location":{"latitude":43.14,"longitude":24.71}}`,
			event: &conversation.Event{ID: "m41", At: noon, Lang: "tr", Location: &signal.Place{Lat: "43.14", Lon: "24.71"}}, note: "41"},
		"sticker": {update: `"message":{` + head + `,"sticker":{"emoji":"🙂"}}`, event: new(refused(conversation.NotText, "")), note: "41"},
		"contact": {update: `"message":{` + head + `,"contact":{"phone_number":"1"}}`, event: new(refused(conversation.NotText, "")), note: "41"},
		"poll":    {update: `"message":{` + head + `,"poll":{"id":"1"}}`, event: new(refused(conversation.NotText, "")), note: "41"},
		"dice":    {update: `"message":{` + head + `,"dice":{"value":1}}`, event: new(refused(conversation.NotText, "")), note: "41"},
		"group": {update: `"message":{` + who + `,"chat":{"id":-5,"type":"supergroup"},"message_id":41,"date":1772798395,"text":"x"}`,
			event: new(refused(conversation.GroupChat, ""))},
		"a bot":           {update: `"message":{"from":{"id":9,"is_bot":true},"chat":{"id":9,"type":"private"},"message_id":41,"text":"x"}`},
		"a channel":       {update: `"message":{"chat":{"id":-9,"type":"channel"},"message_id":41,"text":"x"}`},
		"pinned":          {update: `"message":{` + head + `,"pinned_message":{"message_id":3}}`},
		"blocked":         {update: `"my_chat_member":{"chat":{"id":7,"type":"private"},` + who + `}`},
		"a kind to come":  {update: `"hologram":{"x":1}`},
		"edited":          {update: `"edited_message":{` + head + `,"edit_date":1772798398,"text":"по-точно"}`, event: &conversation.Event{ID: "m41", At: noon, Lang: "tr", Text: "по-точно", Edited: true}},
		"edited caption":  {update: `"edited_message":{` + head + `,"caption":"тук","photo":[{"file_id":"s"}]}`, event: &conversation.Event{ID: "m41", At: noon, Lang: "tr", Text: "тук", Edited: true}},
		"moving location": {update: `"edited_message":{` + head + `,"location":{"latitude":1,"longitude":2}}`},
		"edit in a group": {update: `"edited_message":{` + who + `,"chat":{"id":-5,"type":"group"},"message_id":4,"text":"x"}`},
		"press": {update: `"callback_query":{"id":"q1",` + who + `,"message":{"message_id":40,"date":1772798000,"chat":{"id":7,"type":"private"}},"data":"role=child"}`,
			event: new(press("role=child")), press: "q1", pressed: 40},
		"press on a message out of reach": {update: `"callback_query":{"id":"q1",` + who + `,"message":{"message_id":40,"date":0,"chat":{"id":7,"type":"private"}},"data":"role=child"}`,
			event: new(press("role=child")), press: "q1"},
		"press on no message": {update: `"callback_query":{"id":"q1",` + who + `,"data":"nav=send"}`, event: new(press(stalePress)), press: "q1"},
		"press on an inline message": {update: `"callback_query":{"id":"q1",` + who + `,"inline_message_id":"i","data":"nav=send"}`,
			event: new(press(stalePress)), press: "q1"},
		"press of another": {update: `"callback_query":{"id":"q1",` + who + `,"message":{"message_id":40,"date":1,"chat":{"id":8,"type":"private"}},"data":"nav=send"}`,
			event: new(press(stalePress)), press: "q1"},
		"press in a group": {update: `"callback_query":{"id":"q1",` + who + `,"message":{"message_id":40,"date":1,"chat":{"id":-5,"type":"group"}},"data":"x"}`, press: "q1"},
		"press of nothing": {update: `"callback_query":{"id":"q1",` + who + `,"message":{"message_id":40,"date":1,"chat":{"id":7,"type":"private"}}}`,
			event: new(press(stalePress)), press: "q1", pressed: 40},
	} {
		t.Run(name, func(t *testing.T) {
			u, err := tg.ParseUpdate([]byte(`{"update_id":500,` + c.update + `}`))
			if err != nil {
				t.Fatal(err)
			}
			r := build(t, &talk{}, Options{Now: func() time.Time { return noon }})
			got := r.receive(u)
			if got.event != (c.event != nil) || got.press != c.press || got.pressed != c.pressed {
				t.Fatalf("got event %v press %q pressed %d", got.event, got.press, got.pressed)
			}
			if c.event == nil {
				return
			}
			if !reflect.DeepEqual(got.in.Event, *c.event) {
				t.Errorf("got  %+v\nwant %+v", got.in.Event, *c.event)
			}
			if got.in.ID != "u500" || got.in.Channel != Name || strings.Join(got.in.Note, " ") != c.note {
				t.Errorf("got id %q channel %q note %q", got.in.ID, got.in.Channel, got.in.Note)
			}
			sameUpload(t, got.in.Upload, c.upload)
		})
	}
}

func sameUpload(t *testing.T, got, want *channel.Upload) {
	t.Helper()
	if (got == nil) != (want == nil) {
		t.Fatalf("upload %+v, want %+v", got, want)
	}
	if got == nil {
		return
	}
	if got.Open == nil {
		t.Error("the upload cannot be opened")
	}
	bare := *got
	bare.Open = nil
	if !reflect.DeepEqual(bare, *want) {
		t.Errorf("upload %+v, want %+v", bare, *want)
	}
}

func TestLateUpdateHappenedWhenItWasWritten(t *testing.T) {
	written := noon.Add(-3 * time.Hour)
	for name, c := range map[string]struct {
		unix int64
		want time.Time
	}{
		"just now":         {noon.Unix() - 1, noon},
		"three hours late": {written.Unix(), written},
		"in the future":    {noon.Unix() + 900, noon},
		"not told":         {0, noon},
	} {
		if got := happened(c.unix, noon); !got.Equal(c.want) {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestLargestPhoto(t *testing.T) {
	size := func(id string, w int, bytes int64) tg.Photo {
		return tg.Photo{FileID: id, Width: w, Height: w, Size: bytes}
	}
	for name, c := range map[string]struct {
		sizes []tg.Photo
		want  string
	}{
		"the largest":                  {[]tg.Photo{size("s", 90, 1), size("l", 900, 3), size("m", 300, 2)}, "l"},
		"the largest that fits":        {[]tg.Photo{size("s", 90, 1), size("m", 300, 2), size("l", 900, tg.MaxFile+1)}, "m"},
		"the largest first, too big":   {[]tg.Photo{size("l", 900, tg.MaxFile+1), size("s", 90, 1), size("m", 300, 2)}, "m"},
		"none fits: the smallest told": {[]tg.Photo{size("l", 900, tg.MaxFile+2), size("m", 300, tg.MaxFile+1)}, "m"},
	} {
		if got := largest(c.sizes); got.FileID != c.want {
			t.Errorf("%s: got %s, want %s", name, got.FileID, c.want)
		}
	}
}

func TestGroupIsAnsweredOnce(t *testing.T) {
	now := noon
	r := build(t, &talk{}, Options{Now: func() time.Time { return now }})
	u, err := tg.ParseUpdate([]byte(`{"update_id":1,"message":{` + who + `,"chat":{"id":-5,"type":"group"},"message_id":4,"text":"x"}}`))
	if err != nil {
		t.Fatal(err)
	}
	var answered []bool
	for range 3 {
		answered = append(answered, r.receive(u).event)
	}
	now = now.Add(25 * time.Hour)
	answered = append(answered, r.receive(u).event)
	if !reflect.DeepEqual(answered, []bool{true, false, false, true}) {
		t.Errorf("answered %v", answered)
	}
}

func TestUploadIsFetched(t *testing.T) {
	r := build(t, &talk{}, Options{})
	r.tg.Voice(7, []byte("глас"), 3)
	// Telegram tells a small size, and the file is over the limit.
	r.tg.Media(7, "document", telegramtest.File{Data: make([]byte, tg.MaxFile+1), Size: 1})
	updates, err := r.client.GetUpdates(t.Context(), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	body, err := r.receive(updates[0]).in.Upload.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	if got, err := io.ReadAll(body); err != nil || string(got) != "глас" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := r.receive(updates[1]).in.Upload.Open(t.Context()); !errors.Is(err, channel.ErrTooBig) {
		t.Errorf("got %v, want channel.ErrTooBig", err)
	}
}
