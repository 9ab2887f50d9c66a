package officer

import (
	"sync"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
)

// known remembers for a short while which chats are officers' and which are not, so that a reporter's step does not
// wait for a look into the register. Another replica may take an invite meanwhile: hence the short while.
type known struct {
	mu    sync.Mutex
	chats map[string]entry
}

type entry struct {
	officers []casestore.Officer
	until    time.Time
}

const (
	officerFor  = 2 * time.Second  // an officer's mode may change on another replica
	reporterFor = 20 * time.Second // a reporter's chat rarely becomes an officer's, and an invite asks by itself
	knownMost   = 50_000
)

func (k *known) get(mac string) ([]casestore.Officer, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e, ok := k.chats[mac]
	return e.officers, ok && time.Now().Before(e.until)
}

func (k *known) put(mac string, officers []casestore.Officer) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.chats == nil || len(k.chats) >= knownMost {
		k.chats = map[string]entry{}
	}
	keep := reporterFor
	if len(officers) > 0 {
		keep = officerFor
	}
	k.chats[mac] = entry{officers, time.Now().Add(keep)}
}

func (k *known) forget() {
	k.mu.Lock()
	k.chats = nil
	k.mu.Unlock()
}
