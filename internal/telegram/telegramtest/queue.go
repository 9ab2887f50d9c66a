package telegramtest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// queue holds updates until they are confirmed.
type queue struct {
	last    int64
	waiting []*update
	busy    map[int64]bool // chats with a webhook request on its way
	poll    chan struct{}  // closed when another getUpdates takes over
	hook    string
	secret  string
}

type update struct {
	id    int64
	chat  int64
	body  []byte
	tries int
}

const hookRetry = 20 * time.Millisecond

// Update brings the bot any update: fields beside update_id. It returns the update's id.
func (s *Server) Update(chat int64, fields map[string]any) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.push(chat, fields)
}

// push queues an update; the caller holds the lock.
func (s *Server) push(chat int64, fields map[string]any) int64 {
	s.queue.last++
	whole := map[string]any{"update_id": s.queue.last}
	for name, value := range fields {
		whole[name] = value
	}
	body, err := json.Marshal(whole)
	if err != nil {
		s.t.Errorf("telegramtest: update: %v", err)
	}
	s.queue.waiting = append(s.queue.waiting, &update{id: s.queue.last, chat: chat, body: body})
	s.deliver()
	s.wake()
	return s.queue.last
}

// Replay brings an update with this id and body once more, whatever was confirmed.
func (s *Server) Replay(chat, id int64, fields map[string]any) {
	fields["update_id"] = id
	body, err := json.Marshal(fields)
	if err != nil {
		s.t.Errorf("telegramtest: replay: %v", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.waiting = append(s.queue.waiting, &update{id: id, chat: chat, body: body})
	s.deliver()
	s.wake()
}

// Waiting counts the updates that are not confirmed.
func (s *Server) Waiting() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue.waiting)
}

// Webhook is the address that the bot has set, "" none.
func (s *Server) Webhook() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.queue.hook
}

func (s *Server) setWebhook(p url.Values) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.hook, s.queue.secret = p.Get("url"), p.Get("secret_token")
	if p.Get("drop_pending_updates") == "true" {
		s.queue.waiting = nil
	}
	s.deliver()
	return true, nil
}

// getUpdates confirms everything below offset, then waits for more.
func (s *Server) getUpdates(ctx context.Context, p url.Values) (any, error) {
	offset, _ := strconv.ParseInt(p.Get("offset"), 10, 64)
	seconds, _ := strconv.Atoi(p.Get("timeout"))
	over := time.NewTimer(time.Duration(seconds) * time.Second)
	defer over.Stop()
	mine := s.takePoll()
	for {
		updates, changed, err := s.from(offset)
		if err != nil || len(updates) > 0 || seconds == 0 {
			return updates, err
		}
		select {
		case <-changed:
		case <-over.C:
			return updates, nil
		case <-mine:
			return nil, refusal{code: http.StatusConflict, words: "Conflict: terminated by other getUpdates request"}
		case <-ctx.Done():
			return updates, nil
		case <-s.done.Done():
			return updates, nil
		}
	}
}

func (s *Server) takePoll() chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.queue.poll != nil {
		close(s.queue.poll)
	}
	s.queue.poll = make(chan struct{})
	return s.queue.poll
}

func (s *Server) from(offset int64) ([]json.RawMessage, chan struct{}, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.queue.hook != "" {
		return nil, nil, refusal{code: http.StatusConflict, words: "Conflict: can't use getUpdates method while webhook is active"}
	}
	var left []*update
	out := []json.RawMessage{}
	for _, u := range s.queue.waiting {
		if u.id < offset && u.tries > 0 {
			continue
		}
		left = append(left, u)
		if len(out) < 100 {
			u.tries++
			out = append(out, u.body)
		}
	}
	if len(left) < len(s.queue.waiting) {
		s.queue.waiting = left
		s.wake() // somebody may wait for these to be confirmed
	}
	return out, s.changed, nil
}

// deliver starts a request for each chat that has an update waiting and none on its way; the caller holds the lock.
func (s *Server) deliver() {
	if s.queue.hook == "" || s.done.Err() != nil {
		return
	}
	hook, secret := s.queue.hook, s.queue.secret
	for _, u := range s.queue.waiting {
		if !s.queue.busy[u.chat] {
			s.queue.busy[u.chat] = true
			s.jobs.Go(func() { s.bring(u, hook, secret) })
		}
	}
}

// bring sends one update until it is answered with 2xx, or until the webhook is another, then looks for the next.
func (s *Server) bring(u *update, hook, secret string) {
	brought := false
	for !brought && s.Webhook() == hook {
		status, reply := s.post(hook, secret, u.body)
		if brought = status/100 == 2; brought {
			s.obey(reply)
			break
		}
		select {
		case <-time.After(hookRetry):
		case <-s.done.Done():
			return
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.queue.busy, u.chat)
	if i := slices.Index(s.queue.waiting, u); brought && i >= 0 {
		s.queue.waiting = slices.Delete(slices.Clone(s.queue.waiting), i, i+1)
	}
	s.deliver()
	s.wake()
}

func (s *Server) post(hook, secret string, body []byte) (status int, reply []byte) {
	req, err := http.NewRequestWithContext(s.done, http.MethodPost, hook, bytes.NewReader(body))
	if err != nil {
		return 0, nil
	}
	req.Header.Set("Content-Type", "application/json")
	if secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil
	}
	defer res.Body.Close()
	reply, err = io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err != nil {
		return 0, nil
	}
	return res.StatusCode, reply
}

// obey carries out the call that the answer to a webhook request may hold.
func (s *Server) obey(reply []byte) {
	var object map[string]any
	if json.Unmarshal(reply, &object) != nil {
		return
	}
	params := flatten(object)
	if method := params.Get("method"); method != "" {
		if _, err := s.carryOut(s.done, method, params); err == nil {
			s.note(method, params, http.StatusOK)
		}
	}
}
