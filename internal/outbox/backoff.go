package outbox

import "time"

const (
	firstWait = time.Second
	longest   = 60 * time.Second
	// giveUpAfter is how long a delivery is tried. Long before, the ladder has told others.
	giveUpAfter = 24 * time.Hour
)

// backoff is how long to wait after an attempt (from 1): twice as long each time up to a minute, spread by a fifth to
// either side so that what failed together is not tried together. chance is from 0 to 1.
func backoff(attempt int, chance float64) time.Duration {
	wait := longest
	if shift := attempt - 1; shift >= 0 && shift < 6 {
		wait = min(longest, firstWait<<shift)
	}
	return time.Duration(float64(wait) * (0.8 + 0.4*chance))
}
