package telegram

import (
	"context"
	"slices"
	"strconv"
)

// hide deletes messages of ours and of the person's, newest first: what was said last is what is on the screen.
// Ids that are no numbers are not ours and are passed over, as is what is gone or older than 48 hours.
func (c *Channel) hide(ctx context.Context, chat int64, ids []string) error {
	numbers := make([]int, 0, len(ids))
	for _, id := range ids {
		if n, err := strconv.Atoi(id); err == nil && n > 0 {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	slices.Reverse(numbers)
	err := c.persist(ctx, func() error { return c.client.Delete(ctx, chat, numbers) })
	return unsaid(err)
}
