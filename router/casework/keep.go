package casework

import (
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// Keep is how long a closed case is kept before it is purged, unless somebody holds it: five years, and thirty days for
// what an officer closed as no matter of child protection. These are defaults that the operator must confirm.
func Keep(c signal.Case) time.Duration {
	const day = 24 * time.Hour
	if c.CloseReason == "not_child_protection" {
		return 30 * day
	}
	return 5 * 365 * day
}
