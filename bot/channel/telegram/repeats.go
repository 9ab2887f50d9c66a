package telegram

import (
	"crypto/sha256"
	"encoding/json"
	"sync"
	"time"

	"github.com/chuyme/chuyme/bot/conversation"
)

// repeats remembers in memory what was last said in a chat that Telegram holds back, so that many messages in a row
// do not bring the same answer many times. Telegram takes about one message a second in a chat: behind two hundred
// answers that say the same, the one message that tells of a danger would wait for minutes.
type repeats struct {
	mu    sync.Mutex
	last  map[int64]standing
	sweep int // size at which old ones are dropped
}

// standing is what stands at the end of a chat.
type standing struct {
	sum     [sha256.Size]byte
	times   int       // in a row
	said    time.Time // when last
	refused time.Time // when Telegram last said that it was too much
}

const (
	repeatTimes = 2               // the same answer in a row that is said even to a chat that is held back
	repeatFor   = 5 * time.Second // after which a chat that was held back is one like any other
)

func newRepeats() *repeats { return &repeats{last: map[int64]standing{}, sweep: latelySweep} }

// enough reports whether just these replies stand at the end of a chat already, more than once, and Telegram has
// refused to take more of them a moment ago. A code is always said.
func (e *repeats) enough(chat int64, replies []conversation.Reply, now time.Time) bool {
	words, err := json.Marshal(replies)
	if err != nil || len(replies) == 0 {
		return false
	}
	sum := sha256.Sum256(words)
	e.mu.Lock()
	defer e.mu.Unlock()
	s := e.last[chat]
	if s.sum != sum {
		s.sum, s.times = sum, 0
	}
	if s.times >= repeatTimes && now.Sub(s.refused) < repeatFor && !hasCode(replies) {
		return true
	}
	s.times, s.said = s.times+1, now
	e.clear(now)
	e.last[chat] = s
	return false
}

func hasCode(replies []conversation.Reply) bool {
	for _, r := range replies {
		if r.Code != "" {
			return true
		}
	}
	return false
}

// clear drops what is too old to matter, once there is much of it.
func (e *repeats) clear(now time.Time) {
	if len(e.last) < e.sweep {
		return
	}
	for chat, s := range e.last {
		if now.Sub(s.said) >= repeatFor && now.Sub(s.refused) >= repeatFor {
			delete(e.last, chat)
		}
	}
	e.sweep = max(latelySweep, 2*len(e.last))
}

// refused notes that Telegram holds a chat back.
func (e *repeats) refused(chat int64, now time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := e.last[chat]
	s.refused = now
	e.last[chat] = s
}

// forget makes the next answer one that is said: what stood there is gone, or it was another.
func (e *repeats) forget(chat int64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.last, chat)
}
