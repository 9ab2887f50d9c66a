package telegram

import (
	"context"
	"sync"

	tg "github.com/chuyme/chuyme/internal/telegram"
)

// lanes run updates: those of one chat in order, one at a time; chats beside each other, up to a number of workers.
type lanes struct {
	run   func(ctx context.Context, u tg.Update) // to its end, tries included
	slots chan struct{}                          // one for each try that is under way

	mu  sync.Mutex
	by  map[int64]*lane
	all sync.WaitGroup
}

type lane struct {
	waiting []tg.Update
	away    bool // its head waits for our parts to come back
}

func newLanes(workers int, run func(context.Context, tg.Update)) *lanes {
	return &lanes{run: run, slots: make(chan struct{}, workers), by: map[int64]*lane{}}
}

// add puts an update behind those of its chat. away tells that the chat's head waits for our parts to come back.
// Once ctx has ended, what has not begun is left.
func (l *lanes) add(ctx context.Context, u tg.Update) (away bool) {
	chat := chatOf(u)
	l.mu.Lock()
	defer l.mu.Unlock()
	if own := l.by[chat]; own != nil {
		own.waiting = append(own.waiting, u)
		return own.away
	}
	own := &lane{waiting: []tg.Update{u}}
	l.by[chat] = own
	l.all.Go(func() { l.drive(ctx, chat, own) })
	return false
}

// drive runs a lane until it is empty.
func (l *lanes) drive(ctx context.Context, chat int64, own *lane) {
	for {
		l.mu.Lock()
		if len(own.waiting) == 0 || ctx.Err() != nil {
			delete(l.by, chat)
			l.mu.Unlock()
			return
		}
		u := own.waiting[0]
		own.waiting = own.waiting[1:]
		l.mu.Unlock()
		l.run(ctx, u)
	}
}

// mark notes whether a chat's head waits for our parts to come back.
func (l *lanes) mark(chat int64, away bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if own := l.by[chat]; own != nil {
		own.away = away
	}
}

// slot runs one try when a worker is free.
func (l *lanes) slot(try func() error) error {
	l.slots <- struct{}{}
	defer func() { <-l.slots }()
	return try()
}

// wait waits until every lane is empty or left.
func (l *lanes) wait() { l.all.Wait() }
