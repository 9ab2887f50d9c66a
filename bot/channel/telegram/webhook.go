package telegram

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/chuyme/chuyme/bot/channel"
	tg "github.com/chuyme/chuyme/internal/telegram"
)

// bodyLimit is far above any update of Telegram.
const bodyLimit = 1 << 20

// Webhook is the handler of POST /telegram/webhook. It answers
//
//   - 401 without the right secret, 405 for another method;
//   - 200 when the update is done with, or can never be: one that is too big, cannot be read, or has failed three
//     times is logged without its content, because Telegram would send it for ever and hold the chat's others back;
//   - 503 when our parts are away, and 500 after a failure: Telegram sends the update again.
//
// The answer to a pressed button goes back in the response, which saves a call.
func (c *Channel) Webhook() http.Handler {
	want := sha256.Sum256([]byte(c.opts.Secret))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got := sha256.Sum256([]byte(r.Header.Get(tg.SecretHeader)))
		switch {
		case c.opts.Secret == "" || subtle.ConstantTimeCompare(got[:], want[:]) != 1:
			w.WriteHeader(http.StatusUnauthorized)
		case r.Method != http.MethodPost:
			w.Header().Set("Allow", http.MethodPost)
			w.WriteHeader(http.StatusMethodNotAllowed)
		default:
			c.brought(w, r)
		}
	})
}

// brought runs an update that Telegram brought.
func (c *Channel) brought(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	if _, big := errors.AsType[*http.MaxBytesError](err); big {
		c.log.Warn("update passed over", "err", "too big")
		return
	}
	if err != nil { // cut off on its way: the sender knows that it must send it again
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	u, err := tg.ParseUpdate(body)
	if err != nil {
		c.log.Warn("update could not be read", "err", err)
		return
	}
	press, status := c.serveTurn(r.Context(), u)
	if status == http.StatusOK && press != "" {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(tg.CallbackAnswer(press, "")) // whoever hung up gets the answer by nobody; it is a courtesy
		return
	}
	w.WriteHeader(status)
}

// serveTurn runs an update when its chat's turn comes.
func (c *Channel) serveTurn(ctx context.Context, u tg.Update) (press string, status int) {
	ctx, cancel := context.WithTimeout(ctx, takeLimit)
	defer cancel()
	done, err := c.turns.Take(ctx, strconv.FormatInt(chatOf(u), 10))
	if err != nil {
		return "", http.StatusServiceUnavailable
	}
	defer done()
	err = c.take(ctx, u, func(p string) { press = p })
	switch {
	case err == nil:
	case errors.Is(err, channel.ErrUnavailable):
		return press, http.StatusServiceUnavailable
	case !c.spent(u, err, c.failed.fail(u.ID)):
		return press, http.StatusInternalServerError
	}
	c.failed.forget(u.ID)
	return press, http.StatusOK
}
