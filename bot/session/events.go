package session

import "fmt"

// The events that a chat has done are remembered in one field, as records of fixed width in the order in which they
// were done: 16 hex digits of the event's keyed hash, the nonce (8) of the call that did it, and when (8, seconds).
// A field and not a set of its own, because then one hash holds a chat and 200 events take 6 KB at the very most.
const (
	eventWidth  = 16
	nonceWidth  = 8
	recordWidth = eventWidth + nonceWidth + 8
	maxEvents   = 200
)

// findEvent gives the nonce of the call that did event.
func findEvent(events, event string) (nonce string, ok bool) {
	if event == "" {
		return "", false
	}
	for at := 0; at+recordWidth <= len(events); at += recordWidth {
		if events[at:at+eventWidth] == event {
			return events[at+eventWidth : at+eventWidth+nonceWidth], true
		}
	}
	return "", false
}

// addEvent gives events with one more, without those that are too old or too many.
func addEvent(events, event, nonce string, now int64) string {
	if event == "" {
		return events
	}
	events += event + nonce + fmt.Sprintf("%08x", now)
	oldest := fmt.Sprintf("%08x", oldestEvent(now))
	for len(events) > maxEvents*recordWidth || events[recordWidth-8:recordWidth] < oldest {
		events = events[recordWidth:]
	}
	return events
}

func oldestEvent(now int64) int64 { return max(0, now-int64(eventTTL.Seconds())) }
