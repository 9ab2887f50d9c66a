package outbox

import (
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// silence is how long the sweep may get no answer before the queue counts as ill.
const silence = 10 * time.Second

// pulse is what the sweep remembers between its looks. The zero value is ready; it is safe for concurrent use.
type pulse struct {
	mu     sync.Mutex
	last   time.Time                   // when the case store last answered, by the machine's clock
	doing  map[int64]bool              // strays that are being delivered
	unsaid map[int64]casestore.Outcome // outcomes that the case store does not know yet
}

func (p *pulse) turned(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = now
}

func (p *pulse) healthy(now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last.IsZero() {
		return errors.New("the outbox has not looked for deliveries yet")
	}
	if ago := now.Sub(p.last); ago > silence {
		return fmt.Errorf("the outbox last got an answer from the case store %s ago", ago.Round(time.Second))
	}
	if n := len(p.unsaid); n > 0 {
		return fmt.Errorf("the outcomes of %d deliveries could not be written down yet", n)
	}
	return nil
}

// begin reports whether a stray may be begun, and marks it.
func (p *pulse) begin(id int64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.doing[id] {
		return false
	}
	if p.doing == nil {
		p.doing = map[int64]bool{}
	}
	p.doing[id] = true
	return true
}

func (p *pulse) finish(id int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.doing, id)
}

// keep remembers an outcome that is to be written down later.
func (p *pulse) keep(d signal.Delivery, out casestore.Outcome) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.unsaid == nil {
		p.unsaid = map[int64]casestore.Outcome{}
	}
	p.unsaid[d.ID] = out
}

func (p *pulse) kept() map[int64]casestore.Outcome {
	p.mu.Lock()
	defer p.mu.Unlock()
	return maps.Clone(p.unsaid)
}

func (p *pulse) forget(id int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.unsaid, id)
}

// settledFor reports whether there is nothing left to write down: it was done, or another process has done it.
func settledFor(err error) bool {
	return err == nil || errors.Is(err, casestore.ErrConflict) || errors.Is(err, casestore.ErrNotFound)
}
