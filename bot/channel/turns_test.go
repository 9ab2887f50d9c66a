package channel_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/chuyme/chuyme/bot/channel"
)

func TestTurnsKeepOrderAndLetOthersPass(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var turns channel.Turns
		first, err := turns.Take(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		other, err := turns.Take(t.Context(), "b")
		if err != nil {
			t.Fatal(err)
		}
		other()

		var mu sync.Mutex
		var order []int
		for i := range 5 {
			go func() {
				done, err := turns.Take(t.Context(), "a")
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				order = append(order, i)
				mu.Unlock()
				done()
			}()
			synctest.Wait() // each stands in line before the next comes
		}
		first()
		synctest.Wait()
		for i, got := range order {
			if got != i {
				t.Fatalf("order %v, want 0 to 4", order)
			}
		}
		if len(order) != 5 {
			t.Fatalf("%d of 5 had their turn", len(order))
		}
	})
}

func TestTurnsWhoGivesUpLetsNobodyPushAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var turns channel.Turns
		first, _ := turns.Take(t.Context(), "a")
		short, cancel := context.WithCancel(t.Context())
		gaveUp := make(chan error, 1)
		go func() {
			_, err := turns.Take(short, "a")
			gaveUp <- err
		}()
		synctest.Wait()
		third := make(chan struct{})
		go func() {
			done, _ := turns.Take(t.Context(), "a")
			close(third)
			done()
		}()
		synctest.Wait()
		cancel()
		if err := <-gaveUp; !errors.Is(err, context.Canceled) {
			t.Errorf("gave up with %v", err)
		}
		synctest.Wait()
		select {
		case <-third:
			t.Fatal("the third went ahead of the first")
		default:
		}
		first()
		<-third
	})
}
