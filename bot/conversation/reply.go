package conversation

// Button is one button of a reply. Data is at most 64 bytes (DESIGN 5.3).
type Button struct {
	Text string `json:"text"`
	Data string `json:"data"`
	// On marks a chosen option of a question with several answers; Text already shows it.
	On bool `json:"-"`
}

// Reply is one message of the bot: plain text (no markup; a channel escapes it) with rows of buttons below.
type Reply struct {
	ID      string     `json:"id"`   // catalog id of the text, for tests and for screens
	Text    string     `json:"text"` // in the session's language
	Buttons [][]Button `json:"buttons,omitempty"`
	Code    string     `json:"code,omitempty"` // grouped code that stands in Text and is to be copied by a tap
	Edit    bool       `json:"-"`              // replace the message whose button was pressed, where the channel can
	Asks    bool       `json:"-"`              // it is the question that is now open
	Lang    string     `json:"-"`              // language of Text, for direction and fonts
}
