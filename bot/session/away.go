package session

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// away turns an error of the server into one that callers can tell: the caller's own context, or ErrUnavailable.
// Whatever a Redis answers but what was asked (it is loading, full, a replica, restarting, not to be reached) comes to
// the same for a chat: not now. redis.Nil, an answer too, is passed on.
func away(ctx context.Context, err error) error {
	if err == nil || errors.Is(err, redis.Nil) {
		return err
	}
	if cause := ctx.Err(); errors.Is(cause, context.Canceled) {
		return cause
	} else if cause != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, cause)
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}
