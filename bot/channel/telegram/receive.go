package telegram

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/signal"
	tg "github.com/chuyme/chuyme/internal/telegram"
)

// lateAfter is from when on an update counts as one that waited (we were away): it then happened when Telegram says,
// else now. Telegram's own second would make times of one chat run backwards.
const lateAfter = time.Minute

// stalePress is the data of a press that cannot be tied to a question of this chat. It is no answer to anything, so
// the conversation tells where it stands and changes nothing.
const stalePress = "stale"

// received is what one update means to this channel.
type received struct {
	chat    int64
	event   bool // in is an event of a conversation
	in      channel.Incoming
	noted   int    // length of in.Note, as received
	pressed int    // message whose button was pressed, 0 none or out of reach
	press   string // id of a press that wants an answer, "" none
}

// receive translates an update. One that means nothing here is logged without its content and is no event.
func (c *Channel) receive(u tg.Update) received {
	got := received{chat: chatOf(u)}
	var ok bool
	switch {
	case u.Message != nil:
		ok = c.message(&got, u.Message)
	case u.Edited != nil:
		ok = c.edited(&got, u.Edited)
	case u.Callback != nil:
		ok = c.callback(&got, u.Callback)
	}
	if !ok {
		c.log.Debug("update passed over", "update", u.ID)
		return got
	}
	got.event, got.noted = true, len(got.in.Note)
	got.in.Channel, got.in.Address, got.in.ID = Name, strconv.FormatInt(got.chat, 10), eventID(u)
	return got
}

// eventID names an update for whoever remembers which were done.
func eventID(u tg.Update) string { return "u" + strconv.FormatInt(u.ID, 10) }

func (c *Channel) message(got *received, m *tg.Received) bool {
	if m.From == nil || m.From.IsBot {
		return false
	}
	now := c.opts.Now()
	got.in.Event = conversation.Event{ID: messageEvent(m), At: happened(m.Date, now), Lang: m.From.Lang}
	if !m.Chat.Private() {
		got.in.Event.Refused = conversation.GroupChat
		return c.groups.first(m.Chat.ID, now) // to say it again at each word of a group would be a nuisance
	}
	got.in.Note = []string{strconv.Itoa(m.ID)}
	return c.content(&got.in, m)
}

// messageEvent names what a message says; its later edit has the same name.
func messageEvent(m *tg.Received) string { return "m" + strconv.Itoa(m.ID) }

func happened(unix int64, now time.Time) time.Time {
	if at := time.Unix(unix, 0); unix > 0 && now.Sub(at) > lateAfter {
		return at.In(now.Location())
	}
	return now
}

// content fills in what a message of a private chat says, and reports whether it says anything.
func (c *Channel) content(in *channel.Incoming, m *tg.Received) bool {
	ev := &in.Event
	switch {
	case m.Text != "":
		ev.Text = clean(m.Text)
	case m.Location != nil:
		ev.Location = &signal.Place{Lat: m.Location.Lat.String(), Lon: m.Location.Lon.String()}
	case notText(m):
		ev.Refused = conversation.NotText
	default:
		up, id := media(m)
		if up == nil {
			return false // somebody pinned a message, changed a setting …
		}
		ev.Text = clean(m.Caption)
		if up.Bytes > tg.MaxFile {
			ev.Refused = conversation.TooBig
			return true
		}
		up.Open = c.opener(id)
		in.Upload = up
	}
	return true
}

func notText(m *tg.Received) bool {
	return m.Sticker != nil || m.Contact != nil || m.Poll != nil || m.Dice != nil || m.Game != nil || m.Story != nil ||
		m.PaidWork != nil || m.List != nil
}

// clean takes out what no store can hold, and the bot's name from a command.
func clean(text string) string {
	text = strings.ReplaceAll(text, "\x00", "")
	if !strings.HasPrefix(text, "/") {
		return text
	}
	command, rest := text, ""
	if i := strings.IndexAny(text, " \n"); i >= 0 {
		command, rest = text[:i], text[i:]
	}
	command, _, _ = strings.Cut(command, "@")
	return command + rest
}

// media finds the file of a message; nil where there is none.
func media(m *tg.Received) (up *channel.Upload, fileID string) {
	of := func(kind, usual string, f *tg.Media) (*channel.Upload, string) {
		if f.Type != "" {
			usual = f.Type
		}
		return &channel.Upload{Kind: kind, Type: usual, Name: f.Name, Bytes: f.Size, Seconds: f.Duration}, f.FileID
	}
	switch {
	case len(m.Photo) > 0:
		p := largest(m.Photo)
		return &channel.Upload{Kind: "photo", Type: "image/jpeg", Bytes: p.Size}, p.FileID
	case m.Voice != nil:
		return of("voice", "audio/ogg", m.Voice)
	case m.Audio != nil:
		return of("voice", "audio/mpeg", m.Audio)
	case m.Video != nil:
		return of("video", "video/mp4", m.Video)
	case m.VideoNote != nil:
		return of("video", "video/mp4", m.VideoNote)
	case m.Document != nil:
		return of("document", "", m.Document)
	case m.Animation != nil:
		return of("video", "video/mp4", m.Animation)
	}
	return nil, ""
}

// largest is the biggest size of a picture that can be fetched, else the smallest there is.
func largest(sizes []tg.Photo) tg.Photo {
	best := sizes[0]
	for _, p := range sizes[1:] {
		if better(p, best) {
			best = p
		}
	}
	return best
}

func better(p, than tg.Photo) bool {
	fits := p.Size <= tg.MaxFile
	if fits != (than.Size <= tg.MaxFile) {
		return fits
	}
	return (p.Width*p.Height > than.Width*than.Height) == fits
}

func (c *Channel) opener(fileID string) func(context.Context) (io.ReadCloser, error) {
	return func(ctx context.Context) (io.ReadCloser, error) {
		var r io.ReadCloser
		err := c.persist(ctx, func() (err error) {
			r, _, err = c.client.File(ctx, fileID, tg.MaxFile)
			return err
		})
		if err != nil {
			return nil, fileError(err)
		}
		return fileReader{r}, nil
	}
}

// fileReader tells of a file over the limit in the channels' common word.
type fileReader struct{ io.ReadCloser }

func (r fileReader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	return n, fileError(err)
}

func fileError(err error) error {
	if tg.ReasonOf(err) == "too_big" {
		return errors.Join(channel.ErrTooBig, err)
	}
	return err
}

// edited translates the edit of a text or a caption; a moving location and the like are no event.
func (c *Channel) edited(got *received, m *tg.Received) bool {
	text := m.Text
	if text == "" {
		text = m.Caption
	}
	if m.From == nil || m.From.IsBot || !m.Chat.Private() || text == "" {
		return false
	}
	got.in.Event = conversation.Event{ID: messageEvent(m), At: happened(m.Edit, c.opts.Now()), Lang: m.From.Lang,
		Text: clean(text), Edited: true}
	return true
}

// callback translates a press. One that tells no message, or that another presses in a private chat, is forged or
// older than Telegram remembers: it may not answer a question.
func (c *Channel) callback(got *received, q *tg.Callback) bool {
	got.press = q.ID
	if q.From.IsBot {
		return false
	}
	got.in.Event = conversation.Event{ID: "p" + q.ID, At: c.opts.Now(), Lang: q.From.Lang, Data: q.Data}
	switch m := q.Message; {
	case m == nil:
		got.in.Event.Data = stalePress
	case !m.Chat.Private():
		return false
	case m.Chat.ID != q.From.ID:
		got.in.Event.Data = stalePress
	case m.Date > 0:
		got.pressed = m.ID
	}
	if got.in.Event.Data == "" { // a game's button or the like
		got.in.Event.Data = stalePress
	}
	return true
}
