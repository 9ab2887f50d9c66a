package telegram

import "encoding/json"

// Update is one thing that happened, as far as we act on it. At most one of the pointers is set; none is an update of
// a kind that we do not know or could not read.
type Update struct {
	ID       int64     `json:"update_id"`
	Message  *Received `json:"message"`
	Edited   *Received `json:"edited_message"`
	Callback *Callback `json:"callback_query"`
	// Unreadable is set when only the id could be read.
	Unreadable bool `json:"-"`
}

// User is a person (or a bot) as far as we want to know them: no name is decoded.
type User struct {
	ID    int64  `json:"id"` // of a private chat's person it is the chat's id as well
	IsBot bool   `json:"is_bot"`
	Lang  string `json:"language_code"` // IETF tag of their app, "" unknown
}

// Chat is where a message stands.
type Chat struct {
	ID   int64  `json:"id"`
	Type string `json:"type"` // private, group, supergroup, channel
}

// Private reports whether it is a chat with one person.
func (c Chat) Private() bool { return c.Type == "private" }

// Callback is a pressed button.
type Callback struct {
	ID      string    `json:"id"`
	From    User      `json:"from"`
	Message *Received `json:"message"` // whose button was pressed; nil, or with Date 0, when Telegram does not show it any more
	Data    string    `json:"data"`
}

// Received is a message of a person (or, in a Callback, of ours).
type Received struct {
	ID   int   `json:"message_id"`
	From *User `json:"from"`
	Chat Chat  `json:"chat"`
	Date int64 `json:"date"`      // Unix seconds; 0 when it cannot be seen any more
	Edit int64 `json:"edit_date"` // Unix seconds

	Text    string `json:"text"`
	Caption string `json:"caption"` // of a medium

	Photo     []Photo   `json:"photo"` // the same picture in several sizes
	Voice     *Media    `json:"voice"`
	Audio     *Media    `json:"audio"`
	Video     *Media    `json:"video"`
	VideoNote *Media    `json:"video_note"`
	Animation *Media    `json:"animation"` // comes with Document
	Document  *Media    `json:"document"`
	Location  *Location `json:"location"`

	// Kinds that cannot be taken: that they are there is all that is decoded.
	Sticker  *struct{} `json:"sticker"`
	Contact  *struct{} `json:"contact"`
	Poll     *struct{} `json:"poll"`
	Dice     *struct{} `json:"dice"`
	Game     *struct{} `json:"game"`
	Story    *struct{} `json:"story"`
	PaidWork *struct{} `json:"paid_media"`
	List     *struct{} `json:"checklist"`
}

// Photo is one size of a picture.
type Photo struct {
	FileID string `json:"file_id"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Size   int64  `json:"file_size"` // bytes, 0 unknown
}

// Media is a file in a message.
type Media struct {
	FileID   string `json:"file_id"`
	Type     string `json:"mime_type"`
	Name     string `json:"file_name"` // as its owner called it: may tell who they are
	Size     int64  `json:"file_size"` // bytes, 0 unknown
	Duration int    `json:"duration"`  // seconds
}

// Location is a point on the map, in decimal degrees as Telegram wrote them.
type Location struct {
	Lat json.Number `json:"latitude"`
	Lon json.Number `json:"longitude"`
}

// ParseUpdate reads one update. Where the body is an object with an id but the rest is not what it should be, it
// returns that id with Unreadable set and no error; the error, where not even an id is there, holds nothing of the body.
func ParseUpdate(body []byte) (Update, error) {
	var u Update
	if err := json.Unmarshal(body, &u); err == nil && u.ID != 0 {
		return u, nil
	}
	var only struct {
		ID int64 `json:"update_id"`
	}
	if err := json.Unmarshal(body, &only); err != nil || only.ID == 0 {
		return Update{}, errNoUpdate
	}
	return Update{ID: only.ID, Unreadable: true}, nil
}
