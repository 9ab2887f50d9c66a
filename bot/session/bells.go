package session

import (
	"context"
	"sync"

	"github.com/redis/go-redis/v9"
)

// bells tell those who watch a mailbox that something has come: in this process at once, from other replicas through
// the server's pub/sub, over one connection for all.
type bells struct {
	redis  redis.UniversalClient
	shared bool // whether there may be other replicas

	mu       sync.Mutex
	closed   bool
	watchers map[string]map[chan struct{}]bool
	changed  map[string]bool // names whose subscription may have to change
	pubsub   *redis.PubSub   // nil until somebody watches
	work     chan struct{}   // something is in changed
}

func newBells(client redis.UniversalClient, shared bool) *bells {
	return &bells{redis: client, shared: shared, watchers: map[string]map[chan struct{}]bool{},
		changed: map[string]bool{}, work: make(chan struct{}, 1)}
}

// ring wakes the watchers of this process.
func (b *bells) ring(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for w := range b.watchers[name] {
		wake(w)
	}
}

// wake leaves a signal unless one waits already.
func wake(w chan struct{}) {
	select {
	case w <- struct{}{}:
	default:
	}
}

func (b *bells) watch(ctx context.Context, name string) <-chan struct{} {
	w := make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		close(w)
		return w
	}
	if b.watchers[name] == nil {
		b.watchers[name] = map[chan struct{}]bool{}
		b.change(name)
	}
	b.watchers[name][w] = true
	context.AfterFunc(ctx, func() { b.leave(name, w) })
	return w
}

func (b *bells) leave(name string, w chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.watchers[name][w] {
		return // closed already
	}
	close(w)
	delete(b.watchers[name], w)
	if len(b.watchers[name]) == 0 {
		delete(b.watchers, name)
		b.change(name)
	}
}

// change has the subscription of name put right. The caller holds mu.
func (b *bells) change(name string) {
	if !b.shared {
		return
	}
	if b.pubsub == nil {
		b.pubsub = b.redis.Subscribe(context.Background())
		go b.subscribe(b.pubsub)
		go b.listen(b.pubsub)
	}
	b.changed[name] = true
	wake(b.work)
}

// subscribe puts subscriptions right, one after the other, so that the last wish counts; each may wait for a server
// that is away. An error needs no care: the client knows what it is to be subscribed to, and subscribes again after
// each break. It ends when work is closed.
func (b *bells) subscribe(pubsub *redis.PubSub) {
	for range b.work {
		for {
			b.mu.Lock()
			var name string
			for name = range b.changed {
				break
			}
			wanted, closed := len(b.watchers[name]) > 0, b.closed
			delete(b.changed, name)
			b.mu.Unlock()
			if name == "" || closed {
				break
			}
			if wanted {
				_ = pubsub.Subscribe(context.Background(), name)
			} else {
				_ = pubsub.Unsubscribe(context.Background(), name)
			}
		}
	}
}

// listen passes on what comes, until the subscription is closed. Its own confirmation wakes the watchers too, since
// they may have missed something before it.
func (b *bells) listen(pubsub *redis.PubSub) {
	for message := range pubsub.ChannelWithSubscriptions() {
		switch m := message.(type) {
		case *redis.Message:
			b.ring(m.Channel)
		case *redis.Subscription:
			b.ring(m.Channel)
		}
	}
}

func (b *bells) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	b.closed = true
	for _, watchers := range b.watchers {
		for w := range watchers {
			close(w)
		}
	}
	b.watchers = map[string]map[chan struct{}]bool{}
	close(b.work)
	if b.pubsub != nil {
		_ = b.pubsub.Close()
	}
}
