package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Kind says what a failure asks of the caller.
type Kind string

// Kinds of failure.
const (
	Blocked      Kind = "blocked"      // this person cannot be written to: blocked the bot, deleted the account, never wrote to it
	TooMany      Kind = "too_many"     // wait RetryAfter, then again
	Gone         Kind = "gone"         // what the call is about is not there any more: a message, a press, a file, a chat
	Bad          Kind = "bad"          // the call itself is wrong; the same call will never work
	Unauthorized Kind = "unauthorized" // the token is not, or no longer, a bot's
	Conflict     Kind = "conflict"     // another program reads the same bot's updates, or a webhook is set
	Passing      Kind = "passing"      // Telegram or the way to it is out of order; try again later
)

// Error is a call that failed. Its text is made of our own words alone: nothing that Telegram answered is in it,
// because its answers quote what was sent.
type Error struct {
	Method     string        // of the Bot API
	Kind       Kind          //
	Code       int           // Telegram's error code or the HTTP status; 0: no answer came
	RetryAfter time.Duration // asked for by Telegram; 0: it did not say
	Reason     string        // a finer word from a short list, "" none: "not_modified", "too_big", "no_answer" …
	Doubtful   bool          // the call may have been carried out: a repeat may be seen twice
	cause      error         // of a broken connection; never printed
}

// Error says which call failed and what kind of failure it was.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "telegram %s: %s", e.Method, e.Kind)
	if e.Reason != "" {
		b.WriteString(" (" + e.Reason + ")")
	}
	if e.Code != 0 {
		fmt.Fprintf(&b, ", code %d", e.Code)
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, ", again after %s", e.RetryAfter)
	}
	return b.String()
}

// Unwrap gives the cause of a broken connection, so that errors.Is finds a cancelled context.
func (e *Error) Unwrap() error { return e.cause }

// Retry reports whether the same call may work later.
func (e *Error) Retry() bool { return e.Kind == TooMany || e.Kind == Passing }

// KindOf returns the kind of the *Error in err, or "" where there is none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return ""
}

// ReasonOf returns the reason of the *Error in err, or "" where there is none.
func ReasonOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Reason
	}
	return ""
}

// failure makes an Error of what the library returned for one call.
func failure(method string, err error, t *trip) error {
	if told, ok := errors.AsType[*tgbotapi.Error](err); ok {
		return refusal(method, told.Code, told.Message, time.Duration(told.RetryAfter)*time.Second)
	}
	if t.status != 0 {
		return unreadable(method, err, t.status)
	}
	return &Error{Method: method, Kind: Passing, Reason: noAnswer(err), Doubtful: t.began.Load(), cause: err}
}

// unreadable is an answer that was no answer of the Bot API: a proxy's page, a body cut short or over the limit.
func unreadable(method string, err error, status int) *Error {
	e := &Error{Method: method, Kind: Passing, Code: status, Reason: "unreadable_answer", Doubtful: true}
	if errors.Is(err, errOverLimit) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		e.cause = err
	}
	switch status {
	case http.StatusTooManyRequests:
		e.Kind, e.Doubtful = TooMany, false
	case http.StatusUnauthorized:
		e.Kind, e.Doubtful = Unauthorized, false
	}
	return e
}

func noAnswer(err error) string {
	switch {
	case errors.Is(err, context.Canceled):
		return "given_up"
	case errors.Is(err, context.DeadlineExceeded):
		return "no_answer"
	}
	return "no_connection"
}

// refusal makes an Error of an answer of the Bot API. Its words are looked at and thrown away.
func refusal(method string, code int, words string, wait time.Duration) *Error {
	e := &Error{Method: method, Code: code, RetryAfter: wait, Kind: kindOf(code)}
	words = strings.ToLower(words)
	for _, k := range knownWords {
		if strings.Contains(words, k.words) && (k.code == 0 || k.code == code) {
			e.Kind, e.Reason = k.kind, k.reason
			break
		}
	}
	e.Doubtful = code >= 500
	return e
}

func kindOf(code int) Kind {
	switch {
	case code == http.StatusTooManyRequests:
		return TooMany
	case code == http.StatusUnauthorized:
		return Unauthorized
	case code == http.StatusNotFound: // an unknown method or token: Telegram's server answers so for both
		return Unauthorized
	case code == http.StatusConflict:
		return Conflict
	case code == http.StatusForbidden:
		return Blocked
	case code >= 500 || code == 0:
		return Passing
	}
	return Bad
}

// knownWords are the parts of Telegram's descriptions that callers act on, in lower case.
var knownWords = []struct {
	code   int // 0: any
	words  string
	kind   Kind
	reason string
}{
	{403, "blocked by the user", Blocked, "blocked"},
	{403, "user is deactivated", Blocked, "deactivated"},
	{403, "can't initiate conversation", Blocked, "never_wrote"},
	{403, "kicked", Blocked, "kicked"},
	{400, "message is not modified", Gone, "not_modified"},
	{400, "message to edit not found", Gone, "no_message"},
	{400, "message can't be edited", Gone, "no_message"},
	{400, "message_id_invalid", Gone, "no_message"},
	{400, "message to delete not found", Gone, "no_message"},
	{400, "message can't be deleted", Gone, "too_old"},
	{400, "message identifier is not specified", Gone, "no_message"},
	{400, "query is too old", Gone, "too_old"},
	{400, "query id is invalid", Gone, "too_old"},
	{400, "file is too big", Bad, "too_big"},
	{400, "wrong file_id", Gone, "no_file"},
	{400, "invalid file_id", Gone, "no_file"},
	{400, "temporarily unavailable", Passing, ""},
	{400, "chat not found", Blocked, "no_chat"},
	{400, "group chat was upgraded", Gone, "no_chat"},
	{400, "can't parse entities", Bad, "markup"},
	{400, "message is too long", Bad, "too_long"},
	{400, "text is empty", Bad, "empty"},
	{400, "button_data_invalid", Bad, "button"},
	{409, "webhook is active", Conflict, "webhook"},
	{409, "terminated by other", Conflict, "poller"},
}
