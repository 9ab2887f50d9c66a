package console

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

// A browser shows the answer to the second tap: it must not be told that something was done of which nobody knows yet.
func TestSecondTapWaitsForTheFirst(t *testing.T) {
	for name, tt := range map[string]struct {
		first error
		runs  int
	}{"the first does it": {nil, 1}, "the first fails": {context.Canceled, 2}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				forms, ends, runs := newRecent(4), make(chan error), 0
				do := func() (string, error) {
					runs++
					return "close_asked", <-ends
				}
				type answer struct {
					done string
					err  error
				}
				var answers [2]answer
				tap := func(n int) { answers[n].done, answers[n].err = forms.once(t.Context(), "form", do) }
				go tap(0)
				synctest.Wait()
				go tap(1)
				synctest.Wait()
				if answers[1] != (answer{}) || runs != 1 {
					t.Fatalf("while the first is at work the second is answered %+v; done %d times", answers[1], runs)
				}
				ends <- tt.first
				if tt.first != nil {
					ends <- nil
				}
				synctest.Wait()
				if !errors.Is(answers[0].err, tt.first) || answers[1] != (answer{"close_asked", nil}) || runs != tt.runs {
					t.Errorf("answers %+v; done %d times, want %d", answers, runs, tt.runs)
				}
			})
		})
	}
}
