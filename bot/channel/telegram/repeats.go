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
	last  map[int64]*standing
	sweep int // size at which old ones are dropped
}

// standing is what was said in a chat last.
type standing struct {
	end     digest               // of the last message
	times   int                  // that many answers in a row ended with it
	recent  map[digest]time.Time // what else was said, and when last
	said    time.Time            // when anything was
	refused time.Time            // when Telegram last said that it was too much
}

type digest [sha256.Size]byte

const (
	repeatTimes  = 2               // the same answer in a row that is said even to a chat that is held back
	repeatFor    = 5 * time.Second // after which a chat that was held back is one like any other
	repeatRecent = 20 * time.Second
	repeatKept   = 16 // different messages remembered of one chat
)

func newRepeats() *repeats { return &repeats{last: map[int64]*standing{}, sweep: latelySweep} }

// enough reports whether an answer stands in a chat already, and Telegram has refused to take more of it a moment ago:
// it ends with the message that stands last, and what it says before that was said lately. A code is always said.
func (e *repeats) enough(chat int64, replies []conversation.Reply, now time.Time) bool {
	sums := make([]digest, len(replies))
	for i, r := range replies {
		words, err := json.Marshal(r)
		if err != nil {
			return false
		}
		sums[i] = sha256.Sum256(words)
	}
	if len(sums) == 0 {
		return false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	s := e.chat(chat, now)
	end := sums[len(sums)-1]
	if s.end != end {
		s.end, s.times = end, 0
	}
	if s.times >= repeatTimes && now.Sub(s.refused) < repeatFor && s.saidLately(sums, now) && !hasCode(replies) {
		return true
	}
	if len(s.recent) > repeatKept {
		clear(s.recent)
	}
	for _, sum := range sums {
		s.recent[sum] = now
	}
	s.times, s.said = s.times+1, now
	return false
}

func (s *standing) saidLately(sums []digest, now time.Time) bool {
	for _, sum := range sums {
		if at, ok := s.recent[sum]; !ok || now.Sub(at) >= repeatRecent {
			return false
		}
	}
	return true
}

// chat gives what is known of a chat, and drops what is too old to matter once there is much of it.
func (e *repeats) chat(id int64, now time.Time) *standing {
	if s := e.last[id]; s != nil {
		return s
	}
	if len(e.last) >= e.sweep {
		for chat, s := range e.last {
			if now.Sub(s.said) >= repeatRecent && now.Sub(s.refused) >= repeatFor {
				delete(e.last, chat)
			}
		}
		e.sweep = max(latelySweep, 2*len(e.last))
	}
	s := &standing{recent: map[digest]time.Time{}}
	e.last[id] = s
	return s
}

func hasCode(replies []conversation.Reply) bool {
	for _, r := range replies {
		if r.Code != "" {
			return true
		}
	}
	return false
}

// refused notes that Telegram holds a chat back.
func (e *repeats) refused(chat int64, now time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.chat(chat, now).refused = now
}

// forget makes the next answer one that is said: what stood there is gone, or it was another.
func (e *repeats) forget(chat int64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.last, chat)
}
